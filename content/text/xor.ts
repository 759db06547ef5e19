import type { CanaryHit, CanaryValue } from './hits.js'
import { utf8 } from './codecs/bytes.js'

/** Longest repeating key that is tried. */
const longestKey = 8
/** Bytes looked at; beyond it the other searches still look. */
const window = 256 * 1024

/**
 * Finds values XORed with a repeating key of 1 to 8 bytes without knowing it: bytes one key length apart keep their
 * difference, whatever the key. Values shorter than 12 bytes past the key length are not told from chance.
 */
export function* findXored(canaries: readonly CanaryValue[], data: Uint8Array): Generator<CanaryHit> {
  const bounded = data.subarray(0, window)
  const values = canaries.map((canary) => ({ canary, bytes: utf8(canary.value.slice(0, 64)) }))
  for (let length = 1; length <= longestKey; length++) {
    const differences = apart(bounded, length)
    for (const { canary, bytes } of values) {
      if (bytes.length < length + 12) continue
      const at = indexOf(differences, apart(bytes, length))
      // The same differences with a key of zeros are the value itself.
      if (at >= 0 && bounded[at] !== bytes[0]) yield { canary, encoding: 'xor', partial: false, offset: at }
    }
  }
}

function apart(bytes: Uint8Array, length: number): Uint8Array {
  return Uint8Array.from(
    { length: Math.max(0, bytes.length - length) },
    (_, i) => (bytes[i] ?? 0) ^ (bytes[i + length] ?? 0),
  )
}

function indexOf(data: Uint8Array, needle: Uint8Array): number {
  const first = needle[0] ?? 0
  for (let at = data.indexOf(first); at >= 0; at = data.indexOf(first, at + 1)) {
    let i = 1
    while (i < needle.length && data[at + i] === needle[i]) i++
    if (i >= needle.length) return at + needle.length <= data.length ? at : -1
  }
  return -1
}
