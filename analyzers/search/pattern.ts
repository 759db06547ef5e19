import { parsePattern } from '@clawback/model'
import type { Pattern } from '@clawback/model'

import { sidesOf } from './pattern-sides.js'
import type { Side } from './pattern-sides.js'
import { alphabetOf, writePattern } from './pattern-text.js'
import type { Written } from './pattern-text.js'
import { mostRepeats } from './pattern-width.js'
import { remembered } from '../remembered.js'

/** A checked pattern, written for the built-in engine. */
export interface Search {
  readonly written: Written
  /** None where nothing can be told of it by its parts. */
  readonly sides: readonly Side[]
}

/**
 * Compiles one pattern of the linear subset (Sigma modifiers, regular expressions). The linear engine lives on another
 * floor, so the tree of the checked pattern is written out for the built-in one, which backtracks; therefore repetitions
 * inside repetitions are refused and open ones are bounded. The caller keeps a time budget on top. Throws PatternError, or a TypeError that says why the pattern cannot be run safely.
 */
export function compileSearch(source: string): Search {
  const flags = /^\(\?([ims]+)\)/.exec(source)?.[1] ?? ''
  const tree = parsePattern(source, flags)
  if (nests(tree, false)) throw new TypeError('it repeats what is itself repeated without bound')
  const alphabet = alphabetOf(tree)
  return {
    written: { source: writePattern(tree, alphabet), alphabet },
    sides: alphabet === 'units' ? sidesOf(tree) : [],
  }
}

function nests(pattern: Pattern, inside: boolean): boolean {
  switch (pattern.type) {
    case 'repeat': {
      const open = pattern.max === -1 || pattern.max > mostRepeats
      return (open && inside) || nests(pattern.item, inside || open)
    }
    case 'sequence':
      return pattern.items.some((item) => nests(item, inside))
    case 'choice':
      return inside ? oneNests.inside(pattern) : oneNests.outside(pattern)
    default:
      return false
  }
}

type Choice = Extract<Pattern, { type: 'choice' }>
const oneNests = {
  inside: remembered(({ items }: Choice) => items.some((item) => nests(item, true))),
  outside: remembered(({ items }: Choice) => items.some((item) => nests(item, false))),
}
