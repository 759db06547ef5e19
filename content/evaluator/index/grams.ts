import { foldUnit } from '../match/fold.js'
import { Commonness } from './commonness.js'
import type { Hits } from './hits.js'
import { stands } from './needle.js'
import type { Needle } from './needle.js'
import { lookShort, makeShorts, scanBeyond } from './shorts.js'
import type { Shorts } from './shorts.js'

/**
 * Finds which needles occur in a text, in one pass, ignoring case. Each needle is known by one of its four-unit grams, the
 * one that the fewest needles share; the pass keeps the last four folded units in one number and asks a bitmap whether
 * any needle is known by it. Unlike an automaton, no step waits for a table look-up of the step before, and the tables of
 * thousands of needles stay in the first-level cache. Needles shorter than a gram are looked for apart.
 */
export interface Finder {
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
const bitmapBits = 16

/** `common` says which grams are common; without it, they are counted in the needles. */
export function makeFinder(needles: readonly Needle[], common: Commonness = commonOf(needles)): Finder {
  const table = makeTable(
    needles.filter(({ text }) => text.length >= gram),
    common,
  )
  const shorts = makeShorts(needles.filter(({ text }) => text.length < gram))
  return {
    exact: table.always.length === 0,
    scan: (text, hits) => {
      if (table.always.length > 0) hits.addAll(table.always)
      scan(table, shorts, text, hits)
    },
  }
}

/** Open addressing over grams; needles known by one gram are chained. Cells hold a place in `needles` + 1, 0 for none. */
interface Table {
  readonly bitmap: Int32Array
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
  /** Needles known by the grams of one bit of the map. */
  const shared = new Uint8Array(1 << bitmapBits)
  const needles: Needle[] = []
  const offsets: number[] = []
  const grams: number[] = []
  const always: number[] = []
  for (const needle of all) {
    const best = rarest(needle.text, common, shared)
    const bit = bitOf(best.key)
    if ((shared[bit] as number) >= sharedCap) {
      always.push(...needle.numbers)
      continue
    }
    shared[bit] = (shared[bit] as number) + 1
    needles.push(needle)
    offsets.push(best.at)
    grams.push(best.key)
  }
  const cells = 1 << Math.max(4, Math.ceil(Math.log2(needles.length * 2 + 1)))
  const table: Table = {
    bitmap: new Int32Array((1 << bitmapBits) >> 5),
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

function insert({ bitmap, keys, heads, next, mask }: Table, key: number, needle: number): void {
  const hash = Math.imul(key, 0x9e3779b1)
  const bit = hash >>> (32 - bitmapBits)
  bitmap[bit >> 5] = (bitmap[bit >> 5] ?? 0) | (1 << (bit & 31))
  let cell = (hash >>> 7) & mask
  while (heads[cell] !== 0 && keys[cell] !== key) cell = (cell + 1) & mask
  keys[cell] = key
  next[needle + 1] = heads[cell] ?? 0
  heads[cell] = needle + 1
}

function bitOf(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> (32 - bitmapBits)
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
    const cost = common.ofGram(key) + 4 * (shared[bitOf(key)] as number)
    if (cost >= least) continue
    least = cost
    best = key
    bestAt = at
  }
  return { key: best, at: bestAt }
}

const foldAscii = Uint8Array.from({ length: 128 }, (_, unit) => foldUnit(unit))

function scan(table: Table, shorts: Shorts, text: string, hits: Hits): void {
  const { bitmap } = table
  const { ends } = shorts
  let key = 0
  let seen = 0
  for (let i = 0; i < text.length; i++) {
    const raw = text.charCodeAt(i)
    seen |= raw
    const unit = raw < 128 ? (foldAscii[raw] as number) : foldUnit(raw)
    key = (key << 8) ^ unit
    const hash = Math.imul(key, 0x9e3779b1)
    const bit = hash >>> (32 - bitmapBits)
    if (((bitmap[bit >> 5] as number) & (1 << (bit & 31))) !== 0) look(table, text, i, key, hash, hits)
    if (ends[unit] === 1) lookShort(shorts.ascii[unit], text, i, hits)
  }
  if (seen > 127 && shorts.beyond.size > 0) scanBeyond(shorts, text, hits)
}

function look(table: Table, text: string, at: number, key: number, hash: number, hits: Hits): void {
  const { keys, heads, next, mask, offsets, needles } = table
  for (let cell = (hash >>> 7) & mask; heads[cell] !== 0; cell = (cell + 1) & mask) {
    if (keys[cell] !== key) continue
    for (let chained = heads[cell] as number; chained !== 0; chained = next[chained] as number) {
      const needle = needles[chained - 1] as Needle
      if (stands(needle, text, at - (offsets[chained - 1] as number))) hits.addAll(needle.numbers)
    }
    return
  }
}
