import type { Pattern } from '@clawback/model'

import { openFinder } from './finder.js'
import type { Finder } from './finder.js'
import type { Search } from './pattern.js'
import { writePattern } from './pattern-text.js'
import type { Width } from './pattern-width.js'
import { piecesOf } from './pieces.js'
import type { Pieces } from './pieces.js'
import { remembered } from '../remembered.js'

/** A side (see `sidesOf`) once for all patterns that have it. */
export interface SharedSide {
  /** The patterns, each but once. */
  readonly of: Set<number>
}

/** A branch once for all sides that have it. */
export interface SharedBranch {
  readonly pieces: readonly Pieces[]
  readonly finder: Finder
  readonly of: Set<SharedSide>
}

/** A side that a pattern needs, and how many characters of a match stand before it. */
export interface Need {
  readonly side: SharedSide
  readonly before: Width
}

/** The branches of all patterns, and what each pattern needs of their sides: many patterns share a list of words. */
export function shareSides(patterns: readonly Search[]): {
  readonly branches: readonly SharedBranch[]
  readonly needs: readonly (readonly Need[])[]
} {
  const branches = new Map<string, SharedBranch>()
  const sides = new Map<string, SharedSide>()
  const branchOf = (branch: Pattern, written: string): SharedBranch => {
    const known = branches.get(written) ?? {
      pieces: piecesOf(branch),
      finder: openFinder(branch),
      of: new Set(),
    }
    branches.set(written, known)
    return known
  }
  // Groups that read the same are the same object, so most sides need not be written out to be known again.
  const sideOf = remembered((all: readonly Pattern[]): SharedSide => {
    const written = all.map((branch) => writePattern(branch, 'units'))
    const key = written.join('|')
    const known = sides.get(key)
    if (known !== undefined) return known
    const side: SharedSide = { of: new Set() }
    sides.set(key, side)
    for (const [at, branch] of all.entries()) branchOf(branch, written[at] ?? '').of.add(side)
    return side
  })
  const needs = patterns.map(({ sides: all }, pattern) =>
    all.map(({ branches: own, before }): Need => {
      const side = sideOf(own)
      side.of.add(pattern)
      return { side, before }
    }),
  )
  return { branches: [...branches.values()], needs }
}
