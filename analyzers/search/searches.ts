import type { Found } from './finder.js'
import type { Search } from './pattern.js'
import type { SharedSide } from './shared-sides.js'
import { shareSides } from './shared-sides.js'
import { openSieve } from './sieve.js'
import type { Marked } from './sieve.js'
import { startsOf } from './starts.js'
import type { Starts } from './starts.js'
import { openSubject } from './subject.js'

/** Looks for many patterns in one text: those that may match it, in order; the rest cannot. */
export type Searches = (text: string) => readonly Candidate[]

export interface Candidate {
  readonly pattern: number
  /** The leftmost match. What it learns of sides is kept for the candidates of the same text that share them. */
  readonly find: () => Found | undefined
}

/** Where in a text a side begins; undefined where it is there and nobody knows where. */
type Places = { readonly at: readonly number[] | undefined }

/**
 * Readies patterns to be looked for together. Their sides fall into branches, which are gone over with one sieve: a pattern
 * may match where each of its sides has a branch that may. It is tried where all of its sides are, as far apart as it lets
 * them be: what is found is the leftmost match, as the whole pattern finds it by itself.
 */
export function openSearches(patterns: readonly Search[]): Searches {
  const { branches, needs } = shareSides(patterns)
  const sieve = openSieve(branches.map(({ pieces }) => pieces))
  /** Sides of which nothing can be told before they are looked for. */
  const untold = new Map<SharedSide, Marked[]>()
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
    const marks = new Map<SharedSide, Marked[]>()
    for (const marked of sieve.mark(subject.plain))
      for (const side of branches[marked.pattern]?.of ?? []) add(marks, side, marked)
    const candidates = [...free]
    lacking.set(count)
    for (const side of marks.keys())
      if (!untold.has(side))
        for (const pattern of side.of)
          if ((lacking[pattern] = (lacking[pattern] as number) - 1) === 0) candidates.push(pattern)

    const seen = new Map<SharedSide, Places>()
    const placesOf = (side: SharedSide): Places => {
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
      return starts?.length === 0 ? undefined : patterns[pattern]?.first(subject, starts)
    }
    return candidates.sort((a, b) => a - b).map((pattern) => ({ pattern, find: () => find(pattern) }))
  }
}

function add(marks: Map<SharedSide, Marked[]>, side: SharedSide, marked: Marked): void {
  const known = marks.get(side)
  if (known === undefined) marks.set(side, [marked])
  else known.push(marked)
}
