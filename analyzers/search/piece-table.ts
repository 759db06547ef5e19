/** Goes over a text in lower case once and tells every place of every piece. */
export type PieceTable = (lower: string, tell: (piece: number, at: number) => void) => void

/** A piece, with how many units of it stand before the last of its rarest three. */
interface Placed {
  readonly piece: string
  readonly number: number
  readonly before: number
}

/** The numbers that {@link roll} gives. */
const windows = 0x7fff

/** Readies a table of pieces of three units or more, each but once; they are told by their number in the list. */
export function openPieceTable(pieces: readonly string[]): PieceTable {
  const placed: Placed[][] = [[]]
  const table = new Uint16Array(windows + 1)
  for (const [number, piece] of pieces.entries()) {
    const { hash, before } = rarestOf(piece)
    const list = table[hash] === 0 ? (table[hash] = placed.push([]) - 1) : (table[hash] as number)
    placed[list]?.push({ piece, number, before })
  }
  return (lower, tell) => {
    let hash = 0
    for (let at = 0; at < lower.length; at++) {
      hash = roll(hash, lower.charCodeAt(at))
      const list = table[hash] as number
      if (list === 0) continue
      for (const { piece, number, before } of placed[list] as Placed[])
        if (at >= before && lower.startsWith(piece, at - before)) tell(number, at - before)
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
