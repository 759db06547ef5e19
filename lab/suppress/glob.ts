/**
 * Whether a path fits a glob: `*` and `?` stay within a folder, `**` crosses folders, and a folder written as `**` may be
 * none. Time is bounded by the product of both lengths.
 */
export function fitsGlob(glob: string, path: string): boolean {
  const parts = partsOf(glob)
  // The numbers of parts that can have been used up at the character looked at.
  let reached = withEmpty(parts, [0])
  for (const character of path) {
    const next: number[] = []
    for (const at of reached) {
      const part = parts[at]
      if (part === anything || part === folders || (part === '*' && character !== '/')) next.push(at)
      if (part === character || (part === '?' && character !== '/')) next.push(at + 1)
      if (part === folders && character === '/') next.push(at + 1)
    }
    reached = withEmpty(parts, next)
    if (reached.size === 0) return false
  }
  return reached.has(parts.length)
}

const anything = '**'
/** Whole folders, each with its `/`; before it stands {@link perhaps}, by which it is passed over. */
const folders = '**/'
const perhaps = ''

function partsOf(glob: string): readonly string[] {
  const parts = glob.match(/(?<=^|\/)\*\*\/|\*\*|[^]/gu) ?? []
  return parts.flatMap((part) => (part === folders ? [perhaps, folders] : [part]))
}

/** Adds where one gets without a character. */
function withEmpty(parts: readonly string[], from: readonly number[]): ReadonlySet<number> {
  const all = new Set(from)
  for (const at of all) {
    const part = parts[at]
    if (part === '*' || part === anything || part === perhaps) all.add(at + 1)
    if (part === perhaps) all.add(at + 2)
  }
  return all
}
