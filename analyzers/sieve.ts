/** Marks, of many patterns, those that a text in lower case may hold: the rest cannot match it. */
export type Sieve = (lower: string, mark: (pattern: number) => void) => void

/** A piece, with how many units of it stand before the last of its rarest three. */
interface Placed {
  readonly piece: string
  readonly before: number
  /** Whose it is: the pattern, and as a bit which of its sets. Many patterns share their lists. */
  readonly patterns: number[]
  readonly bits: number[]
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
  const known = new Map<string, Placed>()
  const place = (piece: string): Placed => {
    const before = known.get(piece)
    if (before !== undefined) return before
    const rarest = rarestOf(piece)
    const list =
      table[rarest.hash] === 0 ? (table[rarest.hash] = placed.push([]) - 1) : (table[rarest.hash] as number)
    const one: Placed = { piece, before: rarest.before, patterns: [], bits: [] }
    placed[list]?.push(one)
    known.set(piece, one)
    return one
  }
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
        const one = place(piece)
        one.patterns.push(pattern)
        one.bits.push(1 << set)
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
      for (const { piece, before, patterns: whose, bits } of placed[list] as Placed[]) {
        if (at < before || !lower.startsWith(piece, at - before)) continue
        for (let i = 0; i < whose.length; i++) {
          const pattern = whose[i] as number
          const found = seen[pattern] as number
          const now = found | (bits[i] as number)
          if (now === found) continue
          seen[pattern] = now
          if (now === whole[pattern]) mark(pattern)
        }
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
