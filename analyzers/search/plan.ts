import type { Pattern } from '@clawback/model'

import { remembered } from '../remembered.js'
import { compileSearch } from './pattern.js'
import type { Search } from './pattern.js'
import { writePattern } from './pattern-text.js'
import type { Width } from './pattern-width.js'
import { piecesOf } from './pieces.js'
import type { Pieces } from './pieces.js'

/** How a list of patterns is looked for together. */
export interface SearchPlan extends Sharing {
  readonly sources: readonly string[]
}

/**
 * What patterns share, and what each needs of it. Plain data: it is worked out once when packs are built, and read where
 * they are used (see `planFor`).
 */
export interface Sharing {
  /** One for each pattern of the list. */
  readonly patterns: readonly (PlannedPattern | Refused)[]
  /** The branches of each side: one of them matches where the side does. Many patterns share a list of words. */
  readonly sides: readonly (readonly number[])[]
  readonly branches: readonly PlannedBranch[]
}

export interface PlannedPattern {
  readonly needs: readonly Need[]
}

/** A pattern that cannot be run safely, and why. */
export interface Refused {
  readonly problem: string
}

/** A side that a pattern needs, and how many characters of a match stand before it. */
export interface Need {
  readonly side: number
  readonly before: Width
}

/** Always written for `units`: what tells characters beyond U+FFFF apart has no sides. */
export interface PlannedBranch {
  readonly source: string
  readonly pieces: readonly Pieces[]
}

/** Works out how to look for patterns together. */
export function planSearches(sources: readonly string[]): SearchPlan {
  return { ...share(sources), sources }
}

export function share(sources: readonly string[]): Sharing {
  const sides = createNumbers<readonly number[]>()
  const branches = createNumbers<PlannedBranch>()
  const branch = (pattern: Pattern): number => {
    const source = writePattern(pattern, 'units')
    return branches.of(source, () => ({ source, pieces: piecesOf(pattern) }))
  }
  // Groups that read the same are the same object, so most sides need not be written out to be known again.
  const sideOf = remembered((all: readonly Pattern[]): number => {
    const numbers = all.map(branch)
    return sides.of(numbers.join(), () => numbers)
  })
  const patterns = sources.map((source) => {
    const search = compiled(source)
    if ('problem' in search) return search
    const needs = search.sides.map(({ branches: own, before }): Need => ({ side: sideOf(own), before }))
    return { needs }
  })
  return { patterns, sides: sides.all, branches: branches.all }
}

function compiled(source: string): Search | Refused {
  try {
    return compileSearch(source)
  } catch (problem) {
    return { problem: problem instanceof Error ? problem.message : String(problem) }
  }
}

/** Numbers things by a key, in the order in which they come. */
function createNumbers<Thing>(): {
  readonly all: readonly Thing[]
  of(key: string, make: () => Thing): number
} {
  const all: Thing[] = []
  const known = new Map<string, number>()
  return {
    all,
    of(key, make) {
      const number = known.get(key) ?? all.push(make()) - 1
      known.set(key, number)
      return number
    },
  }
}
