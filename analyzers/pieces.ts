import type { Pattern } from '@clawback/model'

/** Pieces in one set, and sets of one pattern: more of them tell little. */
const most = { pieces: 400, sets: 3 }

/**
 * Sets of pieces of text, in lower case: every text that the pattern matches holds a piece of each set. The most telling
 * stand first; none where nothing can be told. Looking for pieces is far cheaper than matching, and most texts lack
 * those of one set or another.
 */
export function piecesOf(pattern: Pattern): readonly (readonly string[])[] {
  switch (pattern.type) {
    case 'set': {
      const letter = letterOf(pattern)
      return letter === undefined ? [] : [[letter]]
    }
    case 'repeat':
      return pattern.min > 0 ? piecesOf(pattern.item) : []
    case 'choice':
      return ofChoice(pattern.items.map(piecesOf))
    case 'sequence':
      return inSequence(pattern.items)
    default:
      return []
  }
}

/** Whichever it is, it holds one of its first set, and one of its second where all of them have one. */
function ofChoice(all: readonly (readonly (readonly string[])[])[]): readonly (readonly string[])[] {
  const count = Math.min(...all.map((sets) => sets.length))
  return Array.from({ length: count }, (_, at) => [...new Set(all.flatMap((sets) => sets[at] ?? []))]).filter(
    (pieces) => pieces.length <= most.pieces,
  )
}

/** Everything that must be there: what is longest first, then what is fewest. */
function inSequence(items: readonly Pattern[]): readonly (readonly string[])[] {
  const found: (readonly string[])[] = []
  let run = ''
  const close = (): void => {
    if (run !== '') found.push([run])
    run = ''
  }
  for (const item of items) {
    const letter = item.type === 'set' ? letterOf(item) : undefined
    if (letter !== undefined) run += letter
    // A place between two letters does not part them.
    else if (item.type !== 'at') {
      close()
      found.push(...piecesOf(item))
    }
  }
  close()
  return found.toSorted((a, b) => worth(b) - worth(a)).slice(0, most.sets)
}

function worth(pieces: readonly string[]): number {
  return Math.min(8, ...pieces.map((piece) => piece.length)) - pieces.length / (2 * most.pieces)
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
