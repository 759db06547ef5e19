import { packageVersion } from './versions.js'

const packages = [
  '@clawback/analyzers',
  'web-tree-sitter',
  'tree-sitter-python',
  'tree-sitter-javascript',
  'tree-sitter-typescript',
  'tree-sitter-bash',
  'markdown-it',
  '@litko/yara-x-linux-x64-gnu',
]

/** Package -> version of all that decides which facts the same bytes give; `unknown` for what is not installed. */
export function engineVersions(): Readonly<Record<string, string>> {
  return Object.fromEntries(packages.map((name) => [name, packageVersion(name)]))
}
