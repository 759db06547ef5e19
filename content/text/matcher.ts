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
const slots = 1 << 16

interface Place {
  readonly needle: Needle
  readonly at: number
}

/**
 * Looks for many byte strings, and for stretches of them, at once: some places of each are hashed, a window slides
 * over the data, and where its hash is known the match is followed in both directions. Time grows with the data,
 * hardly with the number of strings.
 */
export function buildMatcher(needles: readonly Needle[]): (data: Uint8Array) => readonly Found[] {
  const index = new Map<number, Place[]>()
  const known = new Uint8Array(slots)
  for (const needle of needles) {
    const { length } = needle.bytes
    const step = Math.max(stride, Math.ceil(length / places))
    for (let at = 0; at + grams <= length; at += step) {
      const hash = hashAt(needle.bytes, at)
      known[hash & (slots - 1)] = 1
      const same = index.get(hash)
      if (same === undefined) index.set(hash, [{ needle, at }])
      else same.push({ needle, at })
    }
  }
  return (data) => {
    const found = new Map<Needle, Found>()
    for (let at = 0; at + grams <= data.length; at++) {
      const hash = hashAt(data, at)
      if (known[hash & (slots - 1)] === 0) continue
      for (const place of index.get(hash) ?? []) follow(data, at, place, found)
    }
    return [...found.values()]
  }
}

/** Follows a match in both directions and keeps it when it is the whole form, or the first piece that counts. */
function follow(
  data: Uint8Array,
  at: number,
  { needle, at: inside }: Place,
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
  let hash = 0x811c9dc5
  for (let i = 0; i < grams; i++) hash = Math.imul(hash ^ (bytes[at + i] ?? 0), 0x01000193)
  return hash ^ (hash >>> 15)
}
