/** Whether a part of a pattern is somewhere in a text. */
export type Side = (text: string) => boolean

/** Parts that were readied, by how they are written; texts remembered by each, which its other users ask next. */
const most = { sides: 2048, texts: 8 }
const sides = new Map<string, Side>()

/** Readies a part of patterns once for all patterns that have it; what it found in a text is kept for the next of them. */
export function openSide(source: string): Side {
  const known = sides.get(source)
  if (known !== undefined) return known
  const expression = new RegExp(source, 'u')
  const found = new Map<string, boolean>()
  const side: Side = (text) => {
    const before = found.get(text)
    if (before !== undefined) return before
    if (found.size >= most.texts) found.clear()
    const is = expression.test(text)
    found.set(text, is)
    return is
  }
  if (sides.size < most.sides) sides.set(source, side)
  return side
}
