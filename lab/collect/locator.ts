/** How a collected sample is named to whoever looks at it: the quarantine's folder and the id. */
const prefix = 'quarantine:'

export function sampleLocator(folder: string, id: string): string {
  return `${prefix}${folder}#${id}`
}

/** The parts of such a name; undefined for any other locator. */
export function parseSampleLocator(
  locator: string,
): { readonly folder: string; readonly id: string } | undefined {
  const at = locator.lastIndexOf('#')
  if (!locator.startsWith(prefix) || at < 0) return undefined
  const id = locator.slice(at + 1)
  return /^sha256:[0-9a-f]{64}$/.test(id) ? { folder: locator.slice(prefix.length, at), id } : undefined
}
