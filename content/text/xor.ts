import type { CanaryHit, CanaryValue } from './hits.js'
import { utf8 } from './codecs/bytes.js'
import { buildMatcher } from './matcher.js'
import type { Needle } from './needles.js'

/** Longest repeating key that is tried on the value itself, and on what it is written as. */
const longestKey = { raw: 8, encoded: 4 }
/** Bytes looked at; beyond it the other searches still look. */
const window = 256 * 1024
/** Bytes of a form that are compared, and the least of them that are told from chance. */
const compared = { most: 64, least: 12 }

/**
 * Finds values (also written in base64 or hex) XORed with a repeating key without knowing it: bytes one key length
 * apart keep their difference, whatever the key. Values shorter than 12 bytes past the key length are not told from
 * chance.
 */
export function prepareXored(
  canaries: readonly CanaryValue[],
  needles: readonly Needle[],
): (data: Uint8Array) => Generator<CanaryHit> {
  const forms = [
    ...canaries.map((canary) => ({ canary, encoding: 'raw', bytes: utf8(canary.value) })),
    ...needles.filter(({ encoding, piecesOnly }) => /^(?:base64|hex)$/.test(encoding) && !piecesOnly),
  ]
  const matchers = Array.from({ length: longestKey.raw }, (_, index) => {
    const length = index + 1
    const originals = new Map<Needle, number>()
    const differences = forms.flatMap(({ canary, encoding, bytes }): Needle[] => {
      const cut = bytes.subarray(0, compared.most)
      if (encoding !== 'raw' && length > longestKey.encoded) return []
      if (cut.length < length + compared.least) return []
      const needle = {
        canary,
        encoding,
        bytes: apart(cut, length),
        piecesOnly: false,
        from: 0,
        piece: Infinity,
      }
      originals.set(needle, cut[0] ?? 0)
      return [needle]
    })
    return { length, originals, find: buildMatcher(differences) }
  })
  // One place for the differences of all looks: most are of a few bytes, and there are thousands.
  let place = new Uint8Array(1024)
  return function* (data) {
    const bounded = data.subarray(0, window)
    if (bounded.length <= compared.least) return
    if (place.length < bounded.length) place = new Uint8Array(bounded.length * 2)
    for (const { length, originals, find } of matchers)
      for (const { needle, offset } of find(apart(bounded, length, place))) {
        // The same differences with a key of zeros are the value itself.
        if (bounded[offset] === originals.get(needle)) continue
        const encoding = needle.encoding === 'raw' ? 'xor' : `xor>${needle.encoding}`
        yield { canary: needle.canary, encoding, partial: false, offset }
      }
  }
}

/** What each byte differs by from the one `length` later; written into `place` when one is given. */
function apart(bytes: Uint8Array, length: number, place?: Uint8Array): Uint8Array {
  const count = Math.max(0, bytes.length - length)
  const differences = place === undefined ? new Uint8Array(count) : place.subarray(0, count)
  for (let i = 0; i < count; i++) differences[i] = (bytes[i] as number) ^ (bytes[i + length] as number)
  return differences
}
