import { openPieceTable } from './piece-table.js'
import type { Pieces } from './pieces.js'
import type { Starts } from './starts.js'
import { startsOf } from './starts.js'

/** Tells of many patterns those that may match a text of one unit a character: the rest cannot. */
export interface Sieve {
  /** Patterns of which nothing can be told: they may match any text, and are not marked. */
  readonly always: readonly number[]
  mark(text: string): readonly Marked[]
}

export interface Marked {
  readonly pattern: number
  /** Where a match of it may begin; undefined where that cannot be told. */
  readonly starts: Starts | undefined
}

/** Pieces that some patterns share. */
interface PieceSet {
  readonly pieces: readonly string[]
  /** Whose it is, and which of the sets of each, as a bit. */
  readonly of: { readonly pattern: number; readonly bit: number }[]
  /** Where its pieces stand in the text that is looked at, in order. */
  at: number[]
}

/** Sets of a pattern that are looked for, and places of one set that are kept: a set with more tells little. */
const most = { sets: 8, places: 1000 }

/**
 * Readies a sieve for patterns by their sets of pieces (see `piecesOf`), of each of which a text needs one, as far from the
 * start of a match as it is in the pattern. A text is gone over once, whatever the number of patterns.
 */
export function openSieve(patterns: readonly (readonly Pieces[])[]): Sieve {
  const usable = patterns.map((all) =>
    all.filter(({ pieces }) => pieces.every(isLookedFor)).slice(0, most.sets),
  )
  const [sets, needs] = shareSets(usable)
  const always = needs.flatMap((all, pattern) => (all.length === 0 ? [pattern] : []))
  /** Sets with words too short to be looked for: any letter of their kind stands for them. */
  const eastern = sets.filter(({ pieces }) => pieces.some((piece) => piece.length < 3))
  const owners = ownersOf(sets)
  const table = openPieceTable([...owners.keys()])
  const ownersAt = [...owners.values()]
  const seen = new Uint8Array(patterns.length)

  const mark = (text: string): readonly Marked[] => {
    const lower = text.replaceAll(longer, '\uffff').toLowerCase()
    const there = new Set<PieceSet>()
    table(lower, (piece, at) => {
      for (const set of ownersAt[piece] as readonly PieceSet[]) {
        if (set.at.length === 0) there.add(set)
        if (set.at.length <= most.places) insert(set.at, at)
      }
    })
    const anywhere = new Set(ideograph.test(lower) ? eastern : [])
    for (const set of anywhere) there.add(set)
    const startsFor = (needed: readonly Need[]): Starts | undefined => {
      const placed = needed
        .filter(({ set }) => !anywhere.has(set) && set.at.length <= most.places)
        .map(({ set: { at }, before }) => ({ at, before }))
      return placed.length > 0 ? startsOf(placed) : undefined
    }
    const marked: Marked[] = []
    seen.fill(0)
    for (const { of } of there)
      for (const { pattern, bit } of of) {
        const needed = needs[pattern] as readonly Need[]
        seen[pattern] = (seen[pattern] as number) | bit
        if (seen[pattern] !== (1 << needed.length) - 1) continue
        const starts = startsFor(needed)
        if (starts?.length !== 0) marked.push({ pattern, starts })
      }
    for (const set of there) set.at = []
    return marked
  }
  return { always, mark }
}

/** A set that a pattern needs, and how far from the start of a match. */
interface Need {
  readonly set: PieceSet
  readonly before: Pieces['before']
}

/** Many patterns share their lists of words: each list once, and what each pattern needs of them. */
function shareSets(patterns: readonly (readonly Pieces[])[]): readonly [PieceSet[], Need[][]] {
  const known = new Map<string, PieceSet>()
  const needs = patterns.map((all, pattern) =>
    all.map(({ pieces, before }, at) => {
      const key = pieces.join('\0')
      const set = known.get(key) ?? { pieces, of: [], at: [] }
      known.set(key, set)
      set.of.push({ pattern, bit: 1 << at })
      return { set, before }
    }),
  )
  return [[...known.values()], needs]
}

/** The pieces that are looked for, and the sets that have each. */
function ownersOf(sets: readonly PieceSet[]): ReadonlyMap<string, readonly PieceSet[]> {
  const owners = new Map<string, PieceSet[]>()
  for (const set of sets)
    for (const piece of set.pieces) {
      if (piece.length < 3) continue
      const all = owners.get(piece)
      if (all === undefined) owners.set(piece, [set])
      else all.push(set)
    }
  return owners
}

/** Pieces are told by their ends, so nearly in order of their starts. */
function insert(at: number[], place: number): void {
  let on = at.length
  for (; on > 0 && (at[on - 1] as number) > place; on--) at[on] = at[on - 1] as number
  at[on] = place
}

/** The one letter whose lower case has two units, which would move what stands behind it. It is in no piece. */
const longer = '\u0130'
/** Letters of which two make a word. */
const ideograph = /[\u2e80-\uffdc]/

function isLookedFor(piece: string): boolean {
  return piece.length >= 3 || ideograph.test(piece)
}
