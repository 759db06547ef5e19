import type { CanaryHit, CanaryValue } from './hits.js'
import { utf8 } from './codecs/bytes.js'

/** Longest repeating key that is tried. */
const longestKey = 8
/** Bytes looked at; beyond it the other searches still look. */
const window = 256 * 1024

/** A value with the differences of its bytes, by key length. */
interface Prepared {
  readonly canary: CanaryValue
  readonly bytes: Uint8Array
  readonly apart: readonly Uint8Array[]
}

/**
 * Finds values XORed with a repeating key of 1 to 8 bytes without knowing it: bytes one key length apart keep their
 * difference, whatever the key. Values shorter than 12 bytes past the key length are not told from chance.
 */
export function prepareXored(canaries: readonly CanaryValue[]): (data: Uint8Array) => Generator<CanaryHit> {
  const lengths = Array.from({ length: longestKey }, (_, index) => index + 1)
  const prepared = canaries.map((canary): Prepared => {
    const bytes = utf8(canary.value.slice(0, 64))
    return { canary, bytes, apart: lengths.map((length) => apart(bytes, length)) }
  })
  return function* (data) {
    const bounded = data.subarray(0, window)
    for (const length of lengths) {
      const differences = apart(bounded, length)
      for (const { canary, bytes, apart: own } of prepared) {
        const needle = own[length - 1]
        if (needle === undefined || bytes.length < length + 12) continue
        const at = indexOf(differences, needle)
        // The same differences with a key of zeros are the value itself.
        if (at >= 0 && bounded[at] !== bytes[0]) yield { canary, encoding: 'xor', partial: false, offset: at }
      }
    }
  }
}

function apart(bytes: Uint8Array, length: number): Uint8Array {
  const differences = new Uint8Array(Math.max(0, bytes.length - length))
  for (let i = 0; i < differences.length; i++) differences[i] = (bytes[i] ?? 0) ^ (bytes[i + length] ?? 0)
  return differences
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
