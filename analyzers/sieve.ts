/** Marks, of many patterns, those that a text in lower case may hold: the rest cannot match it. */
export type Sieve = (lower: string, mark: (pattern: number) => void) => void

/** The numbers that {@link roll} gives. */
const windows = 0x7fff

/**
 * Readies a sieve for patterns by the pieces each needs one of (see `piecesOf`); one without is always marked. A
 * text is gone over once, whatever the number of patterns; a pattern may be marked more than once.
 */
export function openSieve(patterns: readonly (readonly string[] | undefined)[]): Sieve {
  const always: number[] = []
  const placed: number[][] = [[]]
  const table = new Uint16Array(windows + 1)
  for (const [pattern, pieces] of patterns.entries()) {
    if (pieces === undefined || pieces.some(({ length }) => length < 3)) always.push(pattern)
    else
      for (const piece of pieces) {
        const hash = rarestOf(piece)
        const list = table[hash] === 0 ? (table[hash] = placed.push([]) - 1) : (table[hash] as number)
        placed[list]?.push(pattern)
      }
  }
  return (lower, mark) => {
    for (const pattern of always) mark(pattern)
    let hash = 0
    for (let at = 0; at < lower.length; at++) {
      hash = roll(hash, lower.charCodeAt(at))
      const list = table[hash] as number
      if (list !== 0) for (const pattern of placed[list] as number[]) mark(pattern)
    }
  }
}

/** Keeps three units of a text: what was before them has left the number. */
function roll(hash: number, unit: number): number {
  return ((hash << 5) ^ unit) & windows
}

/** Of the threes of a piece, that which texts hold least: the fewer of them, the fewer marks. */
function rarestOf(piece: string): number {
  let [best, least] = [0, Infinity]
  for (let at = 0; at + 3 <= piece.length; at++) {
    const units = [0, 1, 2].map((on) => piece.charCodeAt(at + on))
    const weight = units.reduce((sum, unit) => sum + commonness(unit), 0)
    if (weight >= least) continue
    least = weight
    best = units.reduce(roll, 0)
  }
  return best
}

/** From the most common in English and code to the least; what is not named is rarer still. */
const common = ' etaoinsrhldcumfpgwybvk-_./0"\'=:xjqz'

function commonness(unit: number): number {
  const at = common.indexOf(String.fromCharCode(unit))
  return at < 0 ? 0 : common.length - at
}
