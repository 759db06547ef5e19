import { parsePattern } from '@clawback/model'
import type { Pattern } from '@clawback/model'
import { accept, buildNfa, placeOf, split } from './nfa.js'
import type { Nfa } from './nfa.js'

/** States one automaton keeps; past it they are forgotten and found again, so memory is bounded and time stays linear. */
const stateCap = 2000

/**
 * A searcher for a pattern anywhere in a text: time is linear in the text whatever the pattern (a deterministic
 * automaton made as it is needed). Text must be well-formed UTF-16. Throws PatternError on a pattern outside the subset.
 */
export function compileRegex(source: string, flags: string): (text: string) => boolean {
  return searcherOf(parsePattern(source, flags))
}

/** A searcher for a pattern that was parsed (see {@link compileRegex}). */
export function searcherOf(pattern: Pattern): (text: string) => boolean {
  const automaton = makeAutomaton(buildNfa(pattern))
  return (text) => search(automaton, text)
}

/** What stands before a place: the start of the text, a line feed, a word character, or another. */
const beforeStart = 0
const beforeNewline = 1
const beforeWord = 2
const beforeOther = 3

interface State {
  /** Nodes not yet expanded, sorted. */
  readonly nodes: readonly number[]
  readonly before: number
}

interface Automaton {
  readonly nfa: Nfa
  readonly ascii: Uint16Array
  /** First unit of each class stretch beyond ASCII, and its class. */
  readonly bounds: Uint32Array
  readonly classes: Uint16Array
  /** A unit of each class. */
  readonly sample: Uint32Array
  readonly mark: Int32Array
  /** States by number; the first is the one from which every text is found, the second the start. */
  states: State[]
  known: Map<string, number>
  /** A row a state: class of the next unit, or the end -> state, or {@link unknown}. */
  table: Int32Array
  readonly width: number
}

const matched = 0
const start = 1
const unknown = -1

function makeAutomaton(nfa: Nfa): Automaton {
  const { bounds, classes, sample } = classify(nfa)
  const ascii = Uint16Array.from({ length: 128 }, (_, unit) => classAt(bounds, classes, unit))
  const mark = new Int32Array(nfa.kind.length)
  const width = sample.length + 1
  const automaton: Automaton = {
    nfa,
    ascii,
    bounds,
    classes,
    sample,
    mark,
    states: [],
    known: new Map(),
    table: new Int32Array(8 * width),
    width,
  }
  forget(automaton)
  return automaton
}

/** Drops all states but the two that every search needs. */
function forget(automaton: Automaton): void {
  automaton.states = [
    { nodes: [], before: beforeStart },
    { nodes: [automaton.nfa.start], before: beforeStart },
  ]
  automaton.known = new Map()
  automaton.table.fill(unknown)
}

/** Units that no set and no place tells apart form one class. */
function classify(nfa: Nfa): { bounds: Uint32Array; classes: Uint16Array; sample: Uint32Array } {
  const cuts = new Set<number>([0, 10, 11, 48, 58, 65, 91, 95, 96, 97, 123, 0xdc00, 0xe000])
  for (const set of nfa.sets)
    for (const [from, to] of set) {
      cuts.add(from)
      cuts.add(to + 1)
    }
  const bounds = Uint32Array.from([...cuts].filter((cut) => cut <= 0xffff).sort((a, b) => a - b))
  const known = new Map<string, number>()
  const sample: number[] = []
  const classes = Uint16Array.from(bounds, (unit) => {
    const key = `${nfa.sets.map((set) => (contains(set, unit) ? 1 : 0)).join('')}${kindOf(unit)}${isLow(unit) ? 'low' : ''}`
    const found = known.get(key)
    if (found !== undefined) return found
    known.set(key, sample.length)
    return sample.push(unit) - 1
  })
  return { bounds, classes, sample: Uint32Array.from(sample) }
}

function contains(set: Nfa['sets'][number], unit: number): boolean {
  return set.some(([from, to]) => unit >= from && unit <= to)
}

function classAt(bounds: Uint32Array, classes: Uint16Array, unit: number): number {
  let low = 0
  let high = bounds.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((bounds[middle] ?? 0) <= unit) low = middle
    else high = middle - 1
  }
  return classes[low] ?? 0
}

function kindOf(unit: number): number {
  if (unit === 10) return beforeNewline
  const word =
    (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 48 && unit <= 57) || unit === 95
  return word ? beforeWord : beforeOther
}

/** The second half of a surrogate pair: before it is no place between two characters. */
function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}

function search(automaton: Automaton, text: string): boolean {
  const { ascii, bounds, classes, width } = automaton
  let { table } = automaton
  let state = start
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    const kind = unit < 128 ? (ascii[unit] as number) : classAt(bounds, classes, unit)
    const next = table[state * width + kind] as number
    if (next === unknown) {
      state = step(automaton, state, kind)
      table = automaton.table
    } else state = next
    if (state === matched) return true
  }
  const last = table[state * width + width - 1] as number
  return (last === unknown ? step(automaton, state, width - 1) : last) === matched
}

/** Finds the next state and notes it in the table, unless the states had to be forgotten on the way. */
function step(automaton: Automaton, from: number, kind: number): number {
  const end = kind === automaton.sample.length
  const unit = end ? -1 : (automaton.sample[kind] ?? 0)
  const state = automaton.states[from] as State
  const open = expand(automaton, state, unit)
  const next = open === undefined ? matched : advance(automaton, open, unit)
  if (automaton.states[from] === state) automaton.table[from * automaton.width + kind] = next
  return next
}

/** Nodes that consume, reached without consuming; undefined when the accepting node is among them. */
function expand({ nfa, mark }: Automaton, state: State, unit: number): number[] | undefined {
  mark.fill(0)
  const out: number[] = []
  const stack = [...state.nodes]
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (mark[at] === 1) continue
    mark[at] = 1
    const kind = nfa.kind[at] ?? accept
    if (kind === accept) return undefined
    if (kind === split) stack.push(nfa.next[at] ?? 0, nfa.other[at] ?? 0)
    else if (kind >= 0) out.push(at)
    else if (holds(placeOf(kind), state.before, unit)) stack.push(nfa.next[at] ?? 0)
  }
  return out
}

/** Whether a place is between what came before and the next unit (-1 at the end). */
function holds(place: ReturnType<typeof placeOf>, before: number, unit: number): boolean {
  const boundary = (before === beforeWord) !== (unit >= 0 && kindOf(unit) === beforeWord)
  switch (place) {
    case 'text-start':
      return before === beforeStart
    case 'text-end':
      return unit === -1
    case 'line-start':
      return before === beforeStart || before === beforeNewline
    case 'line-end':
      return unit === -1 || unit === 10
    case 'word':
      return boundary
    case 'not-word':
      return !boundary && !isLow(unit)
    case undefined:
      return false
  }
}

/** Consumes a unit; the search may also begin anew after it. */
function advance(automaton: Automaton, open: readonly number[], unit: number): number {
  const { nfa } = automaton
  const nodes = new Set<number>([nfa.start])
  for (const at of open) {
    const set = nfa.sets[nfa.kind[at] ?? 0]
    if (set !== undefined && unit >= 0 && contains(set, unit)) nodes.add(nfa.next[at] ?? 0)
  }
  return intern(automaton, [...nodes].sort((a, b) => a - b), unit < 0 ? beforeOther : kindOf(unit)) // prettier-ignore
}

function intern(automaton: Automaton, nodes: readonly number[], before: number): number {
  const key = `${before}:${nodes.join(',')}`
  const known = automaton.known.get(key)
  if (known !== undefined) return known
  if (automaton.states.length >= stateCap) forget(automaton)
  const number = automaton.states.push({ nodes, before }) - 1
  automaton.known.set(key, number)
  if (automaton.states.length * automaton.width > automaton.table.length) grow(automaton)
  return number
}

function grow(automaton: Automaton): void {
  const larger = new Int32Array(automaton.table.length * 2).fill(unknown)
  larger.set(automaton.table)
  automaton.table = larger
}
