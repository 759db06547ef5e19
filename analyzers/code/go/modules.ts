/** First parts of the paths of the standard library, which no package of an artifact can have (go.dev/pkg). */
const standard: ReadonlySet<string> = new Set(
  `archive bufio builtin bytes cmp compress container context crypto database debug embed encoding errors expvar flag fmt
  go hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime slices sort
  strconv strings structs sync syscall testing text time unicode unique unsafe weak`.split(/\s+/),
)

/** Names that a package may have when its import gives none: the last part of its path, less version and ornament. */
export function moduleNames(module: string): readonly string[] {
  const last = modulePath(module)
    .replace(/\.v\d+$/, '')
    .split('/')
    .at(-1)
  const plain = last?.replace(/^go-|[-.]go$/g, '').replaceAll('-', '')
  return [...new Set([last ?? module, plain ?? module])].filter((name) => name !== '')
}

/** One path for all major versions of a module. */
export function modulePath(module: string): string {
  return module.replace(/\/v\d+(?=\/|$)/, '')
}

/**
 * Folders of the artifact that an import may mean: below the nearest `go.mod` that names the module; where there is none,
 * what stands behind `internal`, which only the module itself may import.
 */
export function moduleFolders(
  module: string,
  from: string,
  read: (path: string) => string | undefined,
): readonly string[] {
  if (standard.has(module.split('/')[0] ?? '')) return []
  const parts = from.split('/').slice(0, -1)
  for (let depth = parts.length; depth >= 0; depth--) {
    const root = parts
      .slice(0, depth)
      .map((part) => `${part}/`)
      .join('')
    const own = /^\s*module\s+"?([^\s"]+)/m.exec(read(`${root}go.mod`)?.slice(0, 65_536) ?? '')?.[1]
    if (own === undefined) continue
    if (module === own) return [root]
    return module.startsWith(`${own}/`) ? [`${root}${module.slice(own.length + 1)}/`] : []
  }
  const inside = /(?:^|\/)(internal\/.+)$/.exec(module)?.[1]
  if (inside === undefined) return []
  const above = parts.map((_, i) =>
    parts
      .slice(0, i + 1)
      .map((part) => `${part}/`)
      .join(''),
  )
  return ['', ...above].reverse().map((root) => `${root}${inside}/`)
}
