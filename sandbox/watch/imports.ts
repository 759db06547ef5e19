const importEnds: readonly RegExp[] = [
  /^(?:ModuleNotFoundError|ImportError): (?:No module named|cannot import name|attempted relative import)/m,
  /Error: Cannot find (?:module|package) '/,
  /\bERR_MODULE_NOT_FOUND\b/,
  /^Can't locate \S+ in @INC/m,
  /cannot load such file -- \S+ \(LoadError\)/,
  /ERROR (?:Backend 'setuptools|Could not find a version|No matching distribution)|pip\._vendor\.\S*BackendUnavailable/,
]

/** Whether a program ended on a package it could not load. */
export function endsOnImport(output: string): boolean {
  return importEnds.some((pattern) => pattern.test(output))
}

const advice =
  /\b(?:not installed|not available|missing|required)\b[^\n]{0,200}(?:\n[^\n]{0,200}){0,2}\b(?:pip3?|uv|npm|gem) install\b/i

/** Whether a program ended on such a package, or caught that and told its user what to install. */
export function lacksPackage(output: string): boolean {
  return endsOnImport(output) || advice.test(output.slice(-4096))
}
