import { openFinder } from './finder.js'
import type { Finder, Found } from './finder.js'
import { compileSearch } from './pattern.js'
import type { PlannedPattern, SearchPlan } from './plan.js'
import { openSieve } from './sieve.js'
import type { Marked } from './sieve.js'
import { startsOf } from './starts.js'
import type { Starts } from './starts.js'
import { openSubject } from './subject.js'

/** Looks for many patterns in one text: those that may match it, in order; the rest cannot. */
export type Searches = (text: string) => readonly Candidate[]

export interface Candidate {
  /** Its place in the list of those that are looked for. */
  readonly pattern: number
  /** The leftmost match. What it learns of sides is kept for the candidates of the same text that share them. */
  readonly find: () => Found | undefined
}

/** A side, and the places in the list of the patterns that need it. */
interface Side {
  readonly of: Set<number>
}

interface Branch {
  readonly finder: Finder
  readonly of: readonly Side[]
}

/** Where in a text a side begins; undefined where it is there and nobody knows where. */
type Places = { readonly at: readonly number[] | undefined }

/**
 * Readies patterns of a plan to be looked for together, all or those wanted. Their sides fall into branches, which are gone
 * over with one sieve: a pattern may match where each of its sides has a branch that may. It is tried where all of its sides
 * are, as far apart as it lets them be: what is found is the leftmost match, as the whole pattern finds it by itself.
 */
export function openSearches(
  plan: SearchPlan,
  wanted: readonly number[] = [...plan.patterns.keys()],
): Searches {
  const patterns = wanted.map((at) => plan.patterns[at]).filter(isRunnable)
  const finders = wanted
    .filter((at) => isRunnable(plan.patterns[at]))
    .map((at) => openFinder(() => compileSearch(plan.sources[at] ?? '').written))
  const sides = sidesFor(patterns)
  const needs = patterns.map((pattern) =>
    pattern.needs.map(({ side, before }) => ({ side: sides.get(side) as Side, before })),
  )
  const [branches, pieces] = branchesFor(plan, sides)
  const sieve = openSieve(pieces)
  /** Sides of which nothing can be told before they are looked for. */
  const untold = new Map<Side, Marked[]>()
  for (const pattern of sieve.always)
    for (const side of branches[pattern]?.of ?? []) add(untold, side, { pattern, starts: undefined })
  const count = Uint8Array.from(
    needs,
    (all) => new Set(all.map(({ side }) => side).filter((side) => !untold.has(side))).size,
  )
  const free = [...count.keys()].filter((pattern) => count[pattern] === 0)
  const lacking = new Uint8Array(count)

  return (text) => {
    const subject = openSubject(text)
    const marks = new Map<Side, Marked[]>()
    for (const marked of sieve.mark(subject.plain))
      for (const side of branches[marked.pattern]?.of ?? []) add(marks, side, marked)
    const candidates = [...free]
    lacking.set(count)
    for (const side of marks.keys())
      if (!untold.has(side))
        for (const pattern of side.of)
          if ((lacking[pattern] = (lacking[pattern] as number) - 1) === 0) candidates.push(pattern)

    const seen = new Map<Side, Places>()
    const placesOf = (side: Side): Places => {
      const known = seen.get(side) ?? look([...(marks.get(side) ?? []), ...(untold.get(side) ?? [])])
      seen.set(side, known)
      return known
    }
    const look = (marked: readonly Marked[]): Places => {
      const at: number[] = []
      for (const { pattern, starts } of marked) {
        const { finder } = branches[pattern] as (typeof branches)[number]
        if (starts !== undefined) at.push(...finder.all(subject, starts))
        else if (finder.first(subject) !== undefined) return { at: undefined }
      }
      return { at: at.sort((a, b) => a - b) }
    }
    /** Where a match may begin; none where a side is not there. */
    const startsFor = (pattern: number): Starts | undefined => {
      const placed = []
      for (const { side, before } of needs[pattern] ?? []) {
        const { at } = placesOf(side)
        if (at?.length === 0) return []
        if (at !== undefined) placed.push({ at, before })
      }
      return placed.length === 0 ? undefined : startsOf(placed)
    }
    const find = (pattern: number): Found | undefined => {
      const starts = startsFor(pattern)
      return starts?.length === 0 ? undefined : finders[pattern]?.first(subject, starts)
    }
    return candidates.sort((a, b) => a - b).map((pattern) => ({ pattern, find: () => find(pattern) }))
  }
}

function isRunnable(pattern: SearchPlan['patterns'][number] | undefined): pattern is PlannedPattern {
  return pattern !== undefined && !('problem' in pattern)
}

function sidesFor(patterns: readonly PlannedPattern[]): Map<number, Side> {
  const sides = new Map<number, Side>()
  for (const [at, { needs }] of patterns.entries())
    for (const { side: number } of needs) {
      const side = sides.get(number) ?? { of: new Set() }
      sides.set(number, side)
      side.of.add(at)
    }
  return sides
}

/** The branches that these sides have, each but once, and the pieces of each. */
function branchesFor(
  plan: SearchPlan,
  sides: ReadonlyMap<number, Side>,
): readonly [readonly Branch[], readonly SearchPlan['branches'][number]['pieces'][]] {
  const of = new Map<number, Side[]>()
  for (const [number, side] of sides) for (const branch of plan.sides[number] ?? []) add(of, branch, side)
  const found = [...of].flatMap(([number, all]) => {
    const branch = plan.branches[number]
    return branch === undefined ? [] : [{ branch, all }]
  })
  return [
    found.map(({ branch: { source }, all }) => ({
      finder: openFinder(() => ({ source, alphabet: 'units' })),
      of: all,
    })),
    found.map(({ branch }) => branch.pieces),
  ]
}

function add<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = lists.get(key)
  if (known === undefined) lists.set(key, [value])
  else known.push(value)
}
