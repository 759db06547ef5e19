/** Values in one manifest; what has more is refused rather than read in part. */
export const maxValues = 250_000

/** Counts values while a tree is built and stops a bomb of aliases or a giant list. */
export function createMeter(): () => void {
  let count = 0
  return () => {
    if (++count > maxValues) throw new Error(`more than ${maxValues} values`)
  }
}

/** Line numbers, from 1, by offset. */
export function createLines(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low + 1
  }
}
