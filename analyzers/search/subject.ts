/** A text that is searched: as it is, and with one unit for every character. */
export interface Subject {
  readonly text: string
  /** Every surrogate pair is one {@link beyond}. */
  readonly plain: string
  /** The offset in the text of an offset in `plain`. */
  readonly at: (offset: number) => number
}

/** Stands for any character beyond U+FFFF. */
export const beyond = 0xffff

/** Readies a text; half a pair by itself is no character of it. Expressions that know no pairs are simpler, and see a character where it is one. */
export function openSubject(given: string): Subject {
  const text = given.toWellFormed()
  if (!/[\ud800-\udbff][\udc00-\udfff]/.test(text)) return { text, plain: text, at: (offset) => offset }
  const pairs: number[] = []
  const plain = text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, (_, at: number) => {
    pairs.push(at - pairs.length)
    return String.fromCharCode(beyond)
  })
  return { text, plain, at: (offset) => offset + countBelow(pairs, offset) }
}

/** How many of the numbers, which are in order, are below one. */
function countBelow(numbers: readonly number[], limit: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] as number) < limit) low = middle + 1
    else high = middle
  }
  return low
}
