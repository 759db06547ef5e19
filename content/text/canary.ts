import { utf8 } from './codecs/bytes.js'
import { eachLayer } from './decode.js'
import type { Inflate } from './decode.js'
import type { CanaryHit, CanaryValue } from './hits.js'
import { buildMatcher } from './matcher.js'
import { needlesOf } from './needles.js'
import { asText, viewsOf } from './views.js'
import { prepareXored } from './xor.js'

export interface CanarySearchOptions {
  readonly inflate?: Inflate
  /** Most decoding steps. Default 3. */
  readonly depth?: number
  /** Bytes looked at from the front; what lies behind is not searched. Default 8 MiB. */
  readonly bytes?: number
  /**
   * Asked before bytes are looked at, as they came or decoded; how many. Once it says no, that search ends with what
   * it has found. Without it the time of a search is bounded by `depth` and `bytes` alone.
   */
  readonly spend?: (bytes: number) => boolean
}

export type CanarySearch = (data: Uint8Array | string) => readonly CanaryHit[]

/** Stretches that are tried as encoded: in a first view, and in each of the others; and as compressed, in all. */
const tries = { first: 4096, other: 512, inflated: 512 }
/** Looking at a few bytes costs as much as at so many. */
const overhead = 32
/** Bytes of the shortest form, and of the shortest piece of one, that is found. */
const shortest = 11

/**
 * Prepares a search for planted values in anything that leaves a cell: as they are, encoded (whatever the alignment),
 * reversed, rotated, XORed with a short key, compressed, in pieces, and nested up to `depth`. One hit per value and
 * encoding; a whole value outweighs its pieces. docs/canaries.md lists what is found and what is not.
 */
export function createCanarySearch(
  canaries: readonly CanaryValue[],
  options: CanarySearchOptions = {},
): CanarySearch {
  const { depth = 3, bytes: most = 8 * 1024 * 1024, inflate, spend = () => true } = options
  const needles = canaries.flatMap(needlesOf)
  const find = buildMatcher(needles)
  const findXored = prepareXored(canaries, needles)
  const keep = (bytes: Uint8Array): boolean => bytes.length >= shortest

  return (data) => {
    const attempt = inflate && limited(inflate, tries.inflated)
    const decoding = { depth, bytes: most, keep, prose: false, ...(attempt ? { inflate: attempt } : {}) }
    const whole = (typeof data === 'string' ? utf8(data) : data).subarray(0, most)
    const hits = createHits()
    const look = (bytes: Uint8Array, chain: readonly string[], offset: number, xored = true): void => {
      for (const [i, variant] of variantsOf(bytes, chain.length > 0).entries())
        for (const { needle, offset: at, partial } of find(variant)) {
          // Backwards twice is forwards: that is said by the view as it came.
          if (chain.at(-1) === needle.encoding && own.has(needle.encoding)) continue
          const steps = needle.encoding === 'raw' && chain.length > 0 ? chain : [...chain, needle.encoding]
          const place = chain.length > 0 || i > 0 ? offset : at
          hits.add({ canary: needle.canary, encoding: steps.join('>'), partial, offset: place })
        }
      if (!xored) return
      for (const { encoding, offset: at, ...hit } of findXored(bytes))
        hits.add({
          ...hit,
          encoding: [...chain, encoding].join('>'),
          offset: chain.length > 0 ? offset : at,
        })
    }
    for (const { chain, bytes, first } of viewsOf(whole, attempt)) {
      if (!spend(bytes.length)) break
      look(bytes, chain, 0, first || chain.at(-1) === 'percent')
      const candidates = first ? tries.first : tries.other
      for (const layer of eachLayer(asText(bytes), { ...decoding, candidates })) {
        if (!spend(layer.bytes.length + overhead)) return hits.list()
        look(layer.bytes, [...chain, layer.encoding], chain.length === 0 ? layer.start : 0, first)
      }
    }
    return hits.list()
  }
}

/** Encodings that undo themselves. */
const own: ReadonlySet<string> = new Set(['reversed', 'rot13'])

/**
 * As it is, and without separators, so that values cut into DNS labels, lines or quoted pieces are whole again. What
 * was decoded and is no text has none.
 */
function variantsOf(bytes: Uint8Array, decoded: boolean): readonly Uint8Array[] {
  if (decoded && !isPlain(bytes.subarray(0, 64))) return [bytes]
  const squeezed = new Uint8Array(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (separates[byte] === 0) squeezed[length++] = byte
  }
  return length === bytes.length ? [bytes] : [bytes, squeezed.subarray(0, length)]
}

/** 1 for each byte that stands between pieces. */
const separates = new Uint8Array(256)
for (const byte of utf8(' \t\r\n.,;:"\'`|&\\')) separates[byte] = 1

/** Inflates the first so many things that are no text; what is compressed hardly ever looks like text. */
function limited(inflate: Inflate, most: number): Inflate {
  let left = most
  return (bytes) => {
    if (isPlain(bytes.subarray(0, 32)) || left <= 0) return undefined
    left -= 1
    return inflate(bytes)
  }
}

function isPlain(bytes: Uint8Array): boolean {
  return bytes.every((byte) => (byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13)
}

function createHits() {
  const found = new Map<string, CanaryHit>()
  return {
    add(hit: CanaryHit): void {
      const key = `${hit.canary.id}\n${hit.encoding}`
      const known = found.get(key)
      if (known === undefined || (known.partial && !hit.partial)) found.set(key, hit)
    },
    /** Whole finds first, then by place. */
    list: (): readonly CanaryHit[] =>
      [...found.values()].sort((a, b) => Number(a.partial) - Number(b.partial) || a.offset - b.offset),
  }
}
