import type { Pattern } from '@clawback/model'

/** More of them are no faster to look for than the pattern itself. */
const most = 40

/**
 * Pieces of text, in lower case, of which every text that the pattern matches holds one; undefined where there are
 * none to be told. Looking for a piece is far cheaper than matching, and most texts hold none.
 */
export function piecesOf(pattern: Pattern): readonly string[] | undefined {
  switch (pattern.type) {
    case 'set': {
      const letter = letterOf(pattern)
      return letter === undefined ? undefined : [letter]
    }
    case 'repeat':
      return pattern.min > 0 ? piecesOf(pattern.item) : undefined
    case 'choice': {
      const all = pattern.items.map(piecesOf)
      if (all.some((pieces) => pieces === undefined)) return undefined
      const pieces = [...new Set(all.flatMap((some) => some ?? []))]
      return pieces.length > most ? undefined : pieces
    }
    case 'sequence':
      return inSequence(pattern.items)
    default:
      return undefined
  }
}

/** Of everything that must be there, what is longest, then what is fewest. */
function inSequence(items: readonly Pattern[]): readonly string[] | undefined {
  let best: readonly string[] | undefined
  let run = ''
  const offer = (pieces: readonly string[] | undefined): void => {
    if (pieces !== undefined && (best === undefined || worth(pieces) > worth(best))) best = pieces
  }
  for (const item of items) {
    const letter = item.type === 'set' ? letterOf(item) : undefined
    if (letter !== undefined) run += letter
    // A place between two letters does not part them.
    else if (item.type !== 'at') {
      if (run !== '') offer([run])
      run = ''
      offer(piecesOf(item))
    }
  }
  if (run !== '') offer([run])
  return best
}

function worth(pieces: readonly string[]): number {
  return Math.min(8, ...pieces.map((piece) => piece.length)) - pieces.length / (2 * most)
}

/** The one character a set stands for, in lower case. */
function letterOf({ ranges, negated }: Extract<Pattern, { type: 'set' }>): string | undefined {
  const letters = new Set<string>()
  for (const [from, to] of ranges) {
    if (to - from > 1 || to > 0xffff) return undefined
    for (let code = from; code <= to; code++) {
      const letter = String.fromCharCode(code)
      if (code > 127 && !isPlain(letter)) return undefined
      letters.add(letter.toLowerCase())
    }
  }
  const [letter] = letters
  return negated || letters.size !== 1 ? undefined : letter
}

/**
 * Has at most one other case, of one unit, and comes back from it whatever stands beside it: half a pair, `ß`, `ſ` and
 * the sigma that ends a word do not.
 */
function isPlain(letter: string): boolean {
  const [lower, upper] = [letter.toLowerCase(), letter.toUpperCase()]
  return (
    letter.isWellFormed() &&
    lower.length === 1 &&
    upper.length === 1 &&
    upper.toLowerCase() === lower &&
    `a${upper}`.toLowerCase().endsWith(lower)
  )
}
