/** Parts of a wildcard pattern: literal text, 0 for `*`, 1 for `?` (one character, also outside the basic plane). */
export type GlobParts = readonly (string | 0 | 1)[]

/**
 * A matcher of the whole text. Linear in text times literals: after each `*` the first place where the next stretch
 * fits is as good as any later one.
 */
export function glob(parts: GlobParts): (text: string) => boolean {
  const stretches = split(parts)
  const [head = [], ...rest] = stretches
  const last = rest.at(-1)
  if (last === undefined) return (text) => fitAt(head, text, 0) === text.length
  const middle = rest.slice(0, -1)
  return (text) => {
    let at = fitAt(head, text, 0)
    for (const stretch of middle) {
      if (at < 0) return false
      at = findFrom(stretch, text, at)
    }
    return at >= 0 && fitsAtEnd(last, text, at)
  }
}

type Stretch = readonly (string | 1)[]

function split(parts: GlobParts): Stretch[] {
  const out: (string | 1)[][] = [[]]
  for (const part of parts)
    if (part === 0) out.push([])
    else out.at(-1)?.push(part)
  return out
}

/** The end of the stretch when it fits at `at`, else -1. */
function fitAt(stretch: Stretch, text: string, at: number): number {
  let end = at
  for (const part of stretch) {
    if (part === 1) {
      if (end >= text.length) return -1
      end += isPair(text, end) ? 2 : 1
    } else if (text.startsWith(part, end)) end += part.length
    else return -1
  }
  return end
}

function findFrom(stretch: Stretch, text: string, from: number): number {
  const first = stretch[0]
  for (let at = from; at <= text.length; at++) {
    if (typeof first === 'string') {
      at = text.indexOf(first, at)
      if (at < 0) return -1
    }
    const end = fitAt(stretch, text, at)
    if (end >= 0) return end
  }
  return -1
}

/** Stretches have a fixed number of characters, so the end is reached from one start only; pairs make it two sizes. */
function fitsAtEnd(stretch: Stretch, text: string, from: number): boolean {
  let start = text.length
  for (let i = stretch.length - 1; i >= 0; i--) {
    const part = stretch[i]
    if (part === undefined) return false
    start -= part === 1 ? (start >= 2 && isPair(text, start - 2) ? 2 : 1) : part.length
  }
  return start >= from && fitAt(stretch, text, start) === text.length
}

function isPair(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 0xd800 && unit <= 0xdbff && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00
}
