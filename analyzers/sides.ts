/** Whether a part of a pattern is somewhere in a text. */
export type Side = (text: string) => boolean

/** Parts that are kept, by how they are written, and texts of which is remembered what was in them. */
const most = { sides: 2048, texts: 16 }
const sides = new Map<string, Side>()
/** By text: few, since the patterns that share a part look at one text after the other, and a text may keep a larger one alive. */
const recent = new Map<string, Map<RegExp, boolean>>()

/** Readies a part of patterns once for all patterns that have it; what it found in a text is kept for the next of them. */
export function openSide(source: string): Side {
  const known = sides.get(source)
  if (known !== undefined) return known
  const expression = new RegExp(source, 'u')
  const side: Side = (text) => {
    const found = foundIn(text)
    const is = found.get(expression) ?? expression.test(text)
    found.set(expression, is)
    return is
  }
  if (sides.size < most.sides) sides.set(source, side)
  return side
}

function foundIn(text: string): Map<RegExp, boolean> {
  const known = recent.get(text)
  if (known !== undefined) return known
  if (recent.size >= most.texts) recent.clear()
  const found = new Map<RegExp, boolean>()
  recent.set(text, found)
  return found
}
