import { foldUnit } from '../match/fold.js'
import { eventCaps } from '../match/view.js'
import { Commonness } from './commonness.js'
import type { Hits } from './hits.js'
import { stands } from './needle.js'
import type { Needle } from './needle.js'
import { lookShort, makeShorts, scanBeyond } from './shorts.js'
import type { Shorts } from './shorts.js'

/**
 * Finds which needles occur in a text, in one pass, ignoring case. Each needle is known by one of its four-unit grams, the
 * one that the fewest needles share; the pass keeps the last four folded units in one number and asks a table of bytes
 * whether any needle is known by it, and another whether a needle shorter than a gram may end here. Unlike an automaton,
 * no step waits for a table look-up of the step before, and what is read of the tables stays in the nearest caches.
 */
export interface Finder {
  readonly part: Part
  /** False when needles that could not be told apart are reported for every text. */
  readonly exact: boolean
  scan(text: string, hits: Hits): void
}

const gram = 4
/**
 * Needles that may be known by the same gram. It bounds the work at one place of a hostile text; needles beyond it are
 * reported for every text, which is always allowed.
 */
const sharedCap = 16
const hashBits = 16
/** Words of the gate for each needle: of a hundred places of a text, about one passes it by chance. */
const gateRoom = 4
const gateWords = 14

/** One set of needles, ready to be looked for. */
interface Part {
  readonly table: Table
  readonly shorts: Shorts
}

/**
 * `common` says which grams are common; without it, they are counted in the needles. The needles of `beside` are looked
 * for in the same pass, by the tables of their own finder: what many finders share stays near.
 */
export function makeFinder(
  needles: readonly Needle[],
  common: Commonness = commonOf(needles),
  beside?: Finder,
): Finder {
  const long = needles.filter(({ text }) => text.length >= gram)
  const shorts = makeShorts(
    needles.filter(({ text }) => text.length < gram),
    beside?.part.shorts.pairs,
  )
  const part: Part = { table: makeTable(long, common), shorts }
  const always = [...part.table.always, ...(beside?.part.table.always ?? [])]
  return {
    part,
    exact: always.length === 0,
    scan: (text, hits) => {
      if (always.length > 0) hits.addAll(always)
      if (beside === undefined) scan(part, text, hits)
      else scanBoth(part, beside.part, text, hits)
    },
  }
}

/** Open addressing over grams; needles known by one gram are chained. Cells hold a place in `needles` + 1, 0 for none. */
interface Table {
  /** Bits where the hashes of known grams fall: the first bits of a hash are the word, by `shift`, the next five the bit. */
  readonly gate: Int32Array
  readonly shift: number
  readonly mask: number
  readonly keys: Int32Array
  readonly heads: Int32Array
  readonly next: Int32Array
  /** Offset of the gram's last unit in its needle. */
  readonly offsets: Int32Array
  readonly needles: readonly Needle[]
  readonly always: readonly number[]
}

function commonOf(needles: readonly Needle[]): Commonness {
  const common = new Commonness()
  for (const { text } of needles) common.learnText(text)
  return common
}

function makeTable(all: readonly Needle[], common: Commonness): Table {
  /** Needles known by the grams of one hash. */
  const shared = new Uint8Array(1 << hashBits)
  const needles: Needle[] = []
  const offsets: number[] = []
  const grams: number[] = []
  const always: number[] = []
  for (const needle of all) {
    const best = rarest(needle.text, common, shared)
    const hash = hashOf(best.key)
    if ((shared[hash] as number) >= sharedCap) {
      always.push(...needle.numbers)
      continue
    }
    shared[hash] = (shared[hash] as number) + 1
    needles.push(needle)
    offsets.push(best.at)
    grams.push(best.key)
  }
  const cells = 1 << Math.max(4, Math.ceil(Math.log2(needles.length * 2 + 1)))
  const wordBits = Math.min(gateWords, Math.ceil(Math.log2(needles.length * gateRoom + 2)))
  const table: Table = {
    gate: new Int32Array(1 << wordBits),
    shift: 32 - wordBits,
    mask: cells - 1,
    keys: new Int32Array(cells),
    heads: new Int32Array(cells),
    next: new Int32Array(needles.length + 1),
    offsets: Int32Array.from(offsets),
    needles,
    always,
  }
  for (const [i, key] of grams.entries()) insert(table, key, i)
  return table
}

function insert({ gate, shift, keys, heads, next, mask }: Table, key: number, needle: number): void {
  const hash = Math.imul(key, 0x9e3779b1)
  gate[hash >>> shift] = (gate[hash >>> shift] as number) | (1 << (hash >>> (shift - 5)))
  let cell = (hash >>> 7) & mask
  while (heads[cell] !== 0 && keys[cell] !== key) cell = (cell + 1) & mask
  keys[cell] = key
  next[needle + 1] = heads[cell] ?? 0
  heads[cell] = needle + 1
}

function hashOf(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> (32 - hashBits)
}

/** Grams that many texts hold are the common ones of the field's values too, so the rarest is met least. */
function rarest(text: string, common: Commonness, shared: Uint8Array): { key: number; at: number } {
  let best = 0
  let bestAt = -1
  let least = Infinity
  let key = 0
  for (let at = 0; at < text.length; at++) {
    // Units beyond 255 spill into their neighbours, here as in the pass over a text.
    key = (key << 8) ^ text.charCodeAt(at)
    if (at < gram - 1) continue
    const cost = common.ofGram(key) + 4 * (shared[hashOf(key)] as number)
    if (cost >= least) continue
    least = cost
    best = key
    bestAt = at
  }
  return { key: best, at: bestAt }
}

const foldLatin = Uint8Array.from({ length: 256 }, (_, unit) => foldUnit(unit))

function scan(part: Part, text: string, hits: Hits): void {
  const { gate, shift } = part.table
  const nextBits = shift - 5
  const { pairs } = part.shorts
  const end = Math.min(text.length, eventCaps.text)
  let key = 0
  let seen = 0
  let count = 0
  for (let i = 0; i < end; i++) {
    const raw = text.charCodeAt(i)
    seen |= raw
    const unit = raw < 256 ? (foldLatin[raw] as number) : foldUnit(raw)
    key = (key << 8) ^ unit
    const hash = Math.imul(key, 0x9e3779b1)
    const bits = (gate[hash >>> shift] as number) >>> (hash >>> nextBits)
    if (((bits & 1) | (pairs[key & 0xffff] as number)) === 0) continue
    places[count] = i
    keysThere[count++] = key
  }
  for (let i = 0; i < count; i++) pass(part, text, places[i] as number, keysThere[i] as number, hits)
  if (seen > 127 && part.shorts.beyond.size > 0) scanBeyond(part.shorts, text, hits)
}

/** The same for two sets of needles; the pairs of the first hold those of the second. */
function scanBoth(first: Part, second: Part, text: string, hits: Hits): void {
  const { gate, shift } = first.table
  const { gate: gateTwo, shift: shiftTwo } = second.table
  const nextBits = shift - 5
  const nextBitsTwo = shiftTwo - 5
  const { pairs } = first.shorts
  const end = Math.min(text.length, eventCaps.text)
  let key = 0
  let seen = 0
  let count = 0
  for (let i = 0; i < end; i++) {
    const raw = text.charCodeAt(i)
    seen |= raw
    const unit = raw < 256 ? (foldLatin[raw] as number) : foldUnit(raw)
    key = (key << 8) ^ unit
    const hash = Math.imul(key, 0x9e3779b1)
    const bits =
      ((gate[hash >>> shift] as number) >>> (hash >>> nextBits)) |
      ((gateTwo[hash >>> shiftTwo] as number) >>> (hash >>> nextBitsTwo))
    if (((bits & 1) | (pairs[key & 0xffff] as number)) === 0) continue
    places[count] = i
    keysThere[count++] = key
  }
  for (let i = 0; i < count; i++) {
    pass(first, text, places[i] as number, keysThere[i] as number, hits)
    pass(second, text, places[i] as number, keysThere[i] as number, hits)
  }
  if (seen < 128) return
  scanBeyond(first.shorts, text, hits)
  scanBeyond(second.shorts, text, hits)
}

/** Places of the text at hand where a needle may end, and the last four units there. One text is searched at a time. */
const places = new Uint32Array(eventCaps.text + 1)
const keysThere = new Int32Array(eventCaps.text + 1)

function pass({ table, shorts }: Part, text: string, at: number, key: number, hits: Hits): void {
  const { keys, heads, next, mask, offsets, needles } = table
  if (shorts.pairs[key & 0xffff] === 1) lookShort(shorts, key, text, at, hits)
  for (let cell = (Math.imul(key, 0x9e3779b1) >>> 7) & mask; heads[cell] !== 0; cell = (cell + 1) & mask) {
    if (keys[cell] !== key) continue
    for (let chained = heads[cell] as number; chained !== 0; chained = next[chained] as number) {
      const needle = needles[chained - 1] as Needle
      if (stands(needle, text, at - (offsets[chained - 1] as number))) hits.addAll(needle.numbers)
    }
    return
  }
}
