/** Marks, of many patterns, those that a text in lower case may hold: the rest cannot match it. */
export type Sieve = (lower: string, mark: (pattern: number) => void) => void

/** A piece of a pattern, with how many units of it stand before the last of its rarest three. */
interface Placed {
  readonly pattern: number
  /** Which of the sets of the pattern it is of, as a bit. */
  readonly bit: number
  readonly piece: string
  readonly before: number
}

/** The numbers that {@link roll} gives. */
const windows = 0x7fff

/**
 * Readies a sieve for patterns by sets of pieces (see `piecesOf`), of each of which a text needs one; a pattern without
 * is always marked. A text is gone over once, whatever the number of patterns; a pattern may be marked more than once.
 */
export function openSieve(patterns: readonly (readonly (readonly string[])[])[]): Sieve {
  const always: number[] = []
  const placed: Placed[][] = [[]]
  const table = new Uint16Array(windows + 1)
  const whole = new Uint8Array(patterns.length)
  const seen = new Uint8Array(patterns.length)
  /** Sets with words too short to be looked for: any letter of their kind stands for them. */
  const eastern: { readonly pattern: number; readonly bit: number }[] = []
  for (const [pattern, sets] of patterns.entries()) {
    const usable = sets.filter((pieces) => pieces.every(isLookedFor)).slice(0, 8)
    if (usable.length === 0) always.push(pattern)
    whole[pattern] = (1 << usable.length) - 1
    for (const [set, pieces] of usable.entries())
      for (const piece of pieces) {
        if (piece.length < 3) {
          eastern.push({ pattern, bit: 1 << set })
          continue
        }
        const { hash, before } = rarestOf(piece)
        const list = table[hash] === 0 ? (table[hash] = placed.push([]) - 1) : (table[hash] as number)
        placed[list]?.push({ pattern, bit: 1 << set, piece, before })
      }
  }
  return (lower, mark) => {
    for (const pattern of always) mark(pattern)
    seen.fill(0)
    if (ideograph.test(lower))
      for (const { pattern, bit } of eastern) {
        seen[pattern] = (seen[pattern] as number) | bit
        if (seen[pattern] === whole[pattern]) mark(pattern)
      }
    let hash = 0
    for (let at = 0; at < lower.length; at++) {
      hash = roll(hash, lower.charCodeAt(at))
      const list = table[hash] as number
      if (list === 0) continue
      for (const { pattern, bit, piece, before } of placed[list] as Placed[]) {
        const found = seen[pattern] as number
        if ((found & bit) !== 0 || at < before || !lower.startsWith(piece, at - before)) continue
        seen[pattern] = found | bit
        if (seen[pattern] === whole[pattern]) mark(pattern)
      }
    }
  }
}

/** Letters of which two make a word. */
const ideograph = /[\u2e80-\uffdc]/

function isLookedFor(piece: string): boolean {
  return piece.length >= 3 || ideograph.test(piece)
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
