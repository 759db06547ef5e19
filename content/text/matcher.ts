import type { Needle } from './needles.js'

export interface Found {
  readonly needle: Needle
  readonly offset: number
}

const grams = 6
const slots = 1 << 16

/**
 * Looks for many byte strings at once: their first bytes are hashed, a window slides over the data, and only where its
 * hash is known are the strings compared. Time grows with the data, hardly with the number of strings.
 */
export function buildMatcher(needles: readonly Needle[]): (data: Uint8Array) => readonly Found[] {
  const starts = new Map<number, Needle[]>()
  const known = new Uint8Array(slots)
  for (const needle of needles) {
    if (needle.bytes.length < grams) continue
    const hash = hashAt(needle.bytes, 0)
    known[hash & (slots - 1)] = 1
    const same = starts.get(hash)
    if (same === undefined) starts.set(hash, [needle])
    else same.push(needle)
  }
  return (data) => {
    const found = new Map<Needle, Found>()
    for (let at = 0; at + grams <= data.length; at++) {
      const hash = hashAt(data, at)
      if (known[hash & (slots - 1)] === 0) continue
      for (const needle of starts.get(hash) ?? [])
        if (!found.has(needle) && equalAt(data, at, needle.bytes)) found.set(needle, { needle, offset: at })
    }
    return [...found.values()]
  }
}

function hashAt(bytes: Uint8Array, at: number): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < grams; i++) hash = Math.imul(hash ^ (bytes[at + i] ?? 0), 0x01000193)
  return hash ^ (hash >>> 15)
}

function equalAt(data: Uint8Array, at: number, needle: Uint8Array): boolean {
  if (at + needle.length > data.length) return false
  for (let i = 0; i < needle.length; i++) if (data[at + i] !== needle[i]) return false
  return true
}
