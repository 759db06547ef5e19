/** Marks, of many patterns, those that a text in lower case may hold: the rest cannot match it. */
export type Sieve = (lower: string, mark: (pattern: number) => void) => void

/** A piece of a pattern, with how many units of it stand before the last of its rarest three. */
interface Placed {
  readonly pattern: number
  readonly piece: string
  readonly before: number
}

/** The numbers that {@link roll} gives. */
const windows = 0x7fff

/**
 * Readies a sieve for patterns by the pieces each needs one of (see `piecesOf`); one without is always marked, others
 * when a piece is there. A text is gone over once, whatever the number of patterns; a pattern may be marked more than
 * once.
 */
export function openSieve(patterns: readonly (readonly string[] | undefined)[]): Sieve {
  const always: number[] = []
  const placed: Placed[][] = [[]]
  const table = new Uint16Array(windows + 1)
  for (const [pattern, pieces] of patterns.entries()) {
    if (pieces === undefined || pieces.some(({ length }) => length < 3)) always.push(pattern)
    else
      for (const piece of pieces) {
        const { hash, before } = rarestOf(piece)
        const list = table[hash] === 0 ? (table[hash] = placed.push([]) - 1) : (table[hash] as number)
        placed[list]?.push({ pattern, piece, before })
      }
  }
  return (lower, mark) => {
    for (const pattern of always) mark(pattern)
    let hash = 0
    for (let at = 0; at < lower.length; at++) {
      hash = roll(hash, lower.charCodeAt(at))
      const list = table[hash] as number
      if (list === 0) continue
      for (const { pattern, piece, before } of placed[list] as Placed[])
        if (at >= before && lower.startsWith(piece, at - before)) mark(pattern)
    }
  }
}

/** Keeps three units of a text: what was before them has left the number. */
function roll(hash: number, unit: number): number {
  return ((hash << 5) ^ unit) & windows
}

/** Of the threes of a piece, that which texts hold least: the fewer of them, the fewer marks. */
function rarestOf(piece: string): { readonly hash: number; readonly before: number } {
  let best = { hash: 0, before: 0 }
  let least = Infinity
  for (let at = 0; at + 3 <= piece.length; at++) {
    const units = [0, 1, 2].map((on) => piece.charCodeAt(at + on))
    const weight = units.reduce((sum, unit) => sum + commonness(unit), 0)
    if (weight >= least) continue
    least = weight
    best = { hash: units.reduce(roll, 0), before: at + 2 }
  }
  return best
}

/** From the most common in English and code to the least; what is not named is rarer still. */
const common = ' etaoinsrhldcumfpgwybvk-_./0"\'=:xjqz'

function commonness(unit: number): number {
  const at = common.indexOf(String.fromCharCode(unit))
  return at < 0 ? 0 : common.length - at
}
