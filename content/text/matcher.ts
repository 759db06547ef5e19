import type { Needle } from './needles.js'

export interface Found {
  readonly needle: Needle
  readonly offset: number
  /** Not the whole form, but a stretch of it that is long enough. */
  readonly partial: boolean
}

const grams = 6
/** Every how many bytes a form is indexed; a stretch of `grams + stride - 1` bytes always holds an indexed place. */
const stride = 5
/** Places of one form that are indexed at most; very long values are found by longer pieces only. */
const places = 128
/** Bits for each place in the table that says whether a hash may be known, so that few look-ups are in vain. */
const room = 32

/** Indexed places of all needles, in columns: there are thousands, and they are made anew for every run. */
interface Places {
  readonly needles: readonly Needle[]
  readonly hash: Int32Array
  readonly needle: Int32Array
  readonly at: Int32Array
  /** Place -> the next one of its chain, counted from 1. */
  readonly next: Int32Array
  /** Start of a hash -> the first place of its chain. */
  readonly heads: Int32Array
  readonly headShift: number
  readonly known: Uint32Array
  readonly knownShift: number
}

/**
 * Looks for many byte strings, and for stretches of them, at once: some places of each are hashed, a window slides
 * over the data, and where its hash is known the match is followed in both directions. Time grows with the data,
 * hardly with the number of strings.
 */
export function buildMatcher(needles: readonly Needle[]): (data: Uint8Array) => readonly Found[] {
  const places = index(needles)
  const { known, knownShift } = places
  return (data) => {
    let found: Map<Needle, Found> | undefined
    let high = three(data, 0)
    let low = three(data, 3)
    for (let at = 0; at + grams <= data.length; at++) {
      const hash = mix(high, low)
      const slot = hash >>> knownShift
      if (((known[slot >>> 5] as number) & (1 << (slot & 31))) !== 0)
        lookUp(places, hash, data, at, (found ??= new Map<Needle, Found>()))
      high = ((high << 8) & 0xffffff) | (low >>> 16)
      low = ((low << 8) & 0xffffff) | (data[at + grams] ?? 0)
    }
    return found === undefined ? nothing : [...found.values()]
  }
}

/** What nearly every look comes to. */
const nothing: readonly Found[] = []

function index(needles: readonly Needle[]): Places {
  const count = needles.reduce((sum, { bytes }) => sum + placesOf(bytes.length), 0)
  const headBits = bitsFor(count * 2)
  const knownBits = bitsFor(count * room)
  const headShift = 32 - headBits
  const knownShift = 32 - knownBits
  const hash = new Int32Array(count + 1)
  const needle = new Int32Array(count + 1)
  const at = new Int32Array(count + 1)
  const next = new Int32Array(count + 1)
  const heads = new Int32Array(1 << headBits)
  const known = new Uint32Array(1 << (knownBits - 5))
  let place = 1
  for (const [which, { bytes }] of needles.entries()) {
    const step = stepOf(bytes.length)
    for (let start = 0; start + grams <= bytes.length; start += step, place++) {
      const value = hashAt(bytes, start)
      const slot = value >>> knownShift
      known[slot >>> 5] = (known[slot >>> 5] as number) | (1 << (slot & 31))
      hash[place] = value
      needle[place] = which
      at[place] = start
      next[place] = heads[value >>> headShift] as number
      heads[value >>> headShift] = place
    }
  }
  return { needles, hash, needle, at, next, heads, headShift, known, knownShift }
}

function stepOf(length: number): number {
  return Math.max(stride, Math.ceil(length / places))
}

function placesOf(length: number): number {
  return length < grams ? 0 : Math.floor((length - grams) / stepOf(length)) + 1
}

function bitsFor(size: number): number {
  return Math.min(22, Math.max(6, Math.ceil(Math.log2(size + 1))))
}

function lookUp(
  { needles, hash, needle, at: starts, next, heads, headShift }: Places,
  value: number,
  data: Uint8Array,
  at: number,
  found: Map<Needle, Found>,
): void {
  for (let place = heads[value >>> headShift] as number; place !== 0; place = next[place] as number) {
    const which = needles[needle[place] as number]
    if (hash[place] === value && which !== undefined) follow(data, at, which, starts[place] as number, found)
  }
}

/** Follows a match in both directions and keeps it when it is the whole form, or the first piece that counts. */
function follow(
  data: Uint8Array,
  at: number,
  needle: Needle,
  inside: number,
  found: Map<Needle, Found>,
): void {
  const known = found.get(needle)
  if (known?.partial === false) return
  const { bytes, from, piece } = needle
  if (!equalGram(data, at, bytes, inside)) return
  let before = 0
  while (before < inside && before < at && data[at - before - 1] === bytes[inside - before - 1]) before++
  let after = grams
  while (
    inside + after < bytes.length &&
    at + after < data.length &&
    data[at + after] === bytes[inside + after]
  )
    after++
  const start = inside - before
  const end = inside + after
  if (start === 0 && end === bytes.length && !needle.piecesOnly)
    found.set(needle, { needle, offset: at - before, partial: false })
  else if (known === undefined && isPiece(bytes, Math.max(start, from), end, piece))
    found.set(needle, { needle, offset: at - before, partial: true })
}

/** Long enough past what every value of the kind has, and not a run of the same few characters. */
function isPiece(bytes: Uint8Array, start: number, end: number, least: number): boolean {
  return end - start >= least && new Set(bytes.subarray(start, end)).size >= 6
}

function equalGram(data: Uint8Array, at: number, bytes: Uint8Array, inside: number): boolean {
  for (let i = 0; i < grams; i++) if (data[at + i] !== bytes[inside + i]) return false
  return true
}

function hashAt(bytes: Uint8Array, at: number): number {
  return mix(three(bytes, at), three(bytes, at + 3))
}

/** Three bytes as a number. A window of six is two of them, which move on by one byte with a few shifts. */
function three(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
}

function mix(high: number, low: number): number {
  const hash = Math.imul(high, 0x9e3779b1) ^ Math.imul(low, 0x85ebca77)
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
}
