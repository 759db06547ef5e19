import type { Pattern } from '@clawback/model'

import type { Width } from './pattern-width.js'
import { nothing, plus, widthOf } from './pattern-width.js'
import { remembered } from '../remembered.js'

/** Pieces in one set, and sets of one pattern: more of them tell little. */
const most = { pieces: 400, sets: 3 }

/** Pieces of text, in lower case, one of which every match holds. */
export interface Pieces {
  readonly pieces: readonly string[]
  /** How many characters (code points) of the match stand before the piece. */
  readonly before: Width
}

/**
 * Sets of pieces: every text that the pattern matches holds a piece of each set. The most telling stand first; none where
 * nothing can be told. Looking for pieces is far cheaper than matching, most texts lack those of one set or another, and
 * where the pieces stand says where a match may begin.
 */
export function piecesOf(pattern: Pattern): readonly Pieces[] {
  switch (pattern.type) {
    case 'set': {
      const letter = letterOf(pattern)
      return letter === undefined ? [] : [{ pieces: [letter], before: nothing }]
    }
    case 'repeat':
      return pattern.min > 0 ? piecesOf(pattern.item) : []
    case 'choice':
      return ofChoice(pattern)
    case 'sequence':
      return inSequence(pattern.items)
    default:
      return []
  }
}

/** Whichever it is, it holds one of its first set, and one of its second where all of them have one. */
const ofChoice = remembered(({ items }: Extract<Pattern, { type: 'choice' }>): readonly Pieces[] => {
  const all = items.map(piecesOf)
  const count = Math.min(...all.map((sets) => sets.length))
  return Array.from({ length: count }, (_, at) => {
    const sets = all.flatMap((one) => one[at] ?? [])
    return {
      pieces: [...new Set(sets.flatMap(({ pieces }) => pieces))],
      before: {
        min: Math.min(...sets.map(({ before }) => before.min)),
        max: Math.max(...sets.map(({ before }) => before.max)),
      },
    }
  }).filter(({ pieces }) => pieces.length <= most.pieces)
})

/** Everything that must be there: what is longest first, then what is fewest. */
function inSequence(items: readonly Pattern[]): readonly Pieces[] {
  const found: Pieces[] = []
  let before = nothing
  let run = { text: '', before }
  const close = (): void => {
    if (run.text !== '') found.push({ pieces: [run.text], before: run.before })
    run = { text: '', before }
  }
  for (const item of items) {
    const letter = item.type === 'set' ? letterOf(item) : undefined
    if (letter !== undefined) {
      if (run.text === '') run = { text: '', before }
      run.text += letter
    }
    // A place between two letters does not part them.
    else if (item.type !== 'at') {
      close()
      for (const set of piecesOf(item)) found.push({ ...set, before: plus(before, set.before) })
    }
    before = plus(before, widthOf(item))
  }
  close()
  return found.toSorted((a, b) => worth(b) - worth(a)).slice(0, most.sets)
}

function worth({ pieces }: Pieces): number {
  return Math.min(8, ...pieces.map((piece) => piece.length)) - pieces.length / (2 * most.pieces)
}

/** The one character a set stands for, in lower case. */
const letterOf = remembered(({ ranges, negated }: Extract<Pattern, { type: 'set' }>): string | undefined => {
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
})

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
