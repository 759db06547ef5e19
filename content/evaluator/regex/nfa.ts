import type { CodeRange, Pattern, PatternPlace } from '@clawback/model'
import { foldUnit } from '../match/fold.js'

/** Thompson's construction over UTF-16 units. A node consumes one unit of a set, checks a place, or splits. */
export interface Nfa {
  /** Sorted, disjoint unit ranges of each set. */
  readonly sets: readonly (readonly CodeRange[])[]
  /** Per node: index of its set, or one of {@link split}, {@link accept}, or a place below {@link firstPlace}. */
  readonly kind: Int32Array
  readonly next: Int32Array
  readonly other: Int32Array
  readonly start: number
}

export const split = -1
export const accept = -2
const firstPlace = -3
const placeNames: readonly PatternPlace[] = [
  'text-start',
  'text-end',
  'line-start',
  'line-end',
  'word',
  'not-word',
]

/** The place a node checks, or undefined. */
export function placeOf(kind: number): PatternPlace | undefined {
  return kind <= firstPlace ? placeNames[firstPlace - kind] : undefined
}

interface Builder {
  readonly sets: (readonly CodeRange[])[]
  readonly known: Map<readonly CodeRange[] | string, number>
  readonly kind: number[]
  readonly next: number[]
  readonly other: number[]
}

export function buildNfa(pattern: Pattern): Nfa {
  const builder: Builder = { sets: [], known: new Map(), kind: [], next: [], other: [] }
  const end = node(builder, accept, 0, 0)
  const start = build(builder, pattern, end)
  const { sets, kind, next, other } = builder
  return {
    sets,
    kind: Int32Array.from(kind),
    next: Int32Array.from(next),
    other: Int32Array.from(other),
    start,
  }
}

function node(builder: Builder, kind: number, next: number, other: number): number {
  builder.kind.push(kind)
  builder.next.push(next)
  builder.other.push(other)
  return builder.kind.length - 1
}

/** Builds from the back: returns the node that matches `pattern` and goes on at `after`. */
function build(builder: Builder, pattern: Pattern, after: number): number {
  switch (pattern.type) {
    case 'sequence':
      return pattern.items.reduceRight((next, item) => build(builder, item, next), after)
    case 'choice':
      return pattern.items
        .map((item) => build(builder, item, after))
        .reduceRight((rest, start) => node(builder, split, start, rest))
    case 'repeat':
      return buildRepeat(builder, pattern, after)
    case 'at':
      return node(builder, firstPlace - placeNames.indexOf(pattern.place), after, 0)
    case 'any':
      return buildSet(builder, pattern.newline ? all : allButNewline, after)
    case 'set':
      return buildSet(builder, unitsOf(pattern), after)
  }
}

function buildRepeat(builder: Builder, pattern: Pattern & { type: 'repeat' }, after: number): number {
  const { item, min, max } = pattern
  let next = after
  if (max === -1) {
    const loop = node(builder, split, 0, after)
    builder.next[loop] = build(builder, item, loop)
    next = loop
  } else for (let i = min; i < max; i++) next = node(builder, split, build(builder, item, next), after)
  for (let i = 0; i < min; i++) next = build(builder, item, next)
  return next
}

type CodeSet = Pattern & { type: 'set' }

/** Sets of a pattern are written out for each repetition, and letters are the same sets in all patterns. */
const known = new WeakMap<CodeSet, UnitSet>()

function unitsOf(pattern: CodeSet): UnitSet {
  const units = known.get(pattern) ?? unitSet(pattern.fold ? folded(pattern) : plain(pattern))
  known.set(pattern, units)
  return units
}

function plain({ ranges, negated }: CodeSet): readonly CodeRange[] {
  const tidy = normalize(ranges)
  return negated ? complement(tidy) : tidy
}

/** Case-insensitive sets are compared after folding both sides; the negation stays outside of the folding. */
function folded({ ranges, negated }: CodeSet): readonly CodeRange[] {
  const wanted = new Set<number>()
  const astral: CodeRange[] = []
  for (const [from, to] of ranges) {
    for (let unit = from; unit <= Math.min(to, 0xffff); unit++) wanted.add(foldUnit(unit))
    if (to > 0xffff) astral.push([Math.max(from, 0x10000), to])
  }
  const units: CodeRange[] = [...astral]
  for (const unit of wanted) for (const spelling of spellings(unit)) units.push([spelling, spelling])
  const tidy = normalize(units)
  return negated ? complement(tidy) : tidy
}

let foldedFrom: Map<number, number[]> | undefined

/** The units that fold to a unit, itself among them. */
function spellings(unit: number): readonly number[] {
  if (unit < 128)
    return unit >= 97 && unit <= 122 ? [unit, unit - 32, ...(unit === 107 ? [0x212a] : [])] : [unit]
  foldedFrom ??= invertFolding()
  return [unit, ...(foldedFrom.get(unit) ?? [])]
}

function invertFolding(): Map<number, number[]> {
  const map = new Map<number, number[]>()
  for (let unit = 128; unit <= 0xffff; unit++) {
    // Most scripts have no case: a page at a time is seen not to change.
    if ((unit & 0xff) === 0 && isWithoutCase(unit)) unit |= 0xff
    const target = foldUnit(unit)
    if (target !== unit) map.set(target, [...(map.get(target) ?? []), unit])
  }
  return map
}

/** Whether none of the 256 units from here on has a lower case. */
function isWithoutCase(from: number): boolean {
  const page = String.fromCharCode(...Array.from({ length: 256 }, (_, low) => from | low))
  return page.toLowerCase() === page
}

function normalize(ranges: readonly CodeRange[]): readonly CodeRange[] {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0])
  const out: [number, number][] = []
  for (const [from, to] of sorted) {
    const last = out.at(-1)
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to)
    else out.push([from, to])
  }
  return out
}

function complement(ranges: readonly CodeRange[]): readonly CodeRange[] {
  const out: CodeRange[] = []
  let next = 0
  for (const [from, to] of ranges) {
    if (from > next) out.push([next, from - 1])
    next = to + 1
  }
  if (next <= 0x10ffff) out.push([next, 0x10ffff])
  return out
}

/** The code points of a set as units: alone, or two after each other. Lone surrogates never reach the matcher. */
interface UnitSet {
  readonly single: readonly CodeRange[]
  readonly pairs: readonly (readonly [high: readonly CodeRange[], low: readonly CodeRange[]])[]
}

function unitSet(ranges: readonly CodeRange[]): UnitSet {
  return {
    single: clip(ranges, 0, 0xffff).flatMap(([from, to]): CodeRange[] => [
      ...(from < 0xd800 ? [[from, Math.min(to, 0xd7ff)] as const] : []),
      ...(to > 0xdfff ? [[Math.max(from, 0xe000), to] as const] : []),
    ]),
    pairs: clip(ranges, 0x10000, 0x10ffff).flatMap(([from, to]) => pairsOf(from, to)),
  }
}

function pairsOf(from: number, to: number): UnitSet['pairs'] {
  const [firstHigh, lastHigh] = [high(from), high(to)]
  const pair = (a: number, b: number, c: number, d: number): UnitSet['pairs'][number] => [[[a, b]], [[c, d]]]
  if (firstHigh === lastHigh) return [pair(firstHigh, firstHigh, low(from), low(to))]
  const [a, b] = [
    low(from) === 0xdc00 ? firstHigh : firstHigh + 1,
    low(to) === 0xdfff ? lastHigh : lastHigh - 1,
  ]
  return [
    ...(a > firstHigh ? [pair(firstHigh, firstHigh, low(from), 0xdfff)] : []),
    ...(a <= b ? [pair(a, b, 0xdc00, 0xdfff)] : []),
    ...(b < lastHigh ? [pair(lastHigh, lastHigh, 0xdc00, low(to))] : []),
  ]
}

/** One code point of the set. */
function buildSet(builder: Builder, { single, pairs }: UnitSet, after: number): number {
  const starts = single.length === 0 ? [] : [unitNode(builder, single, after)]
  for (const [first, second] of pairs) starts.push(unitNode(builder, first, unitNode(builder, second, after)))
  const last = starts.pop()
  if (last === undefined) return unitNode(builder, [], after)
  return starts.reduceRight((rest, start) => node(builder, split, start, rest), last)
}

const high = (code: number): number => 0xd800 + ((code - 0x10000) >> 10)
const low = (code: number): number => 0xdc00 + ((code - 0x10000) & 0x3ff)

function clip(ranges: readonly CodeRange[], from: number, to: number): CodeRange[] {
  return ranges.filter(([a, b]) => b >= from && a <= to).map(([a, b]) => [Math.max(a, from), Math.min(b, to)])
}

function unitNode(builder: Builder, ranges: readonly CodeRange[], after: number): number {
  const set = builder.known.get(ranges) ?? setNumber(builder, ranges)
  return node(builder, set, after, 0)
}

function setNumber(builder: Builder, ranges: readonly CodeRange[]): number {
  const key = ranges.join(';')
  const set = builder.known.get(key) ?? builder.sets.push(ranges) - 1
  builder.known.set(key, set)
  builder.known.set(ranges, set)
  return set
}

const all = unitSet([[0, 0x10ffff]])
const allButNewline = unitSet([
  [0, 9],
  [11, 0x10ffff],
])
