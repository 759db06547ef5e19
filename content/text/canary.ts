import { fromUtf8, latin1, utf8 } from './codecs/bytes.js'
import { decodeLayers } from './decode.js'
import type { Inflate } from './decode.js'
import type { CanaryHit, CanaryValue } from './hits.js'
import { buildMatcher } from './matcher.js'
import { needlesOf } from './needles.js'
import type { Found } from './matcher.js'
import { prepareXored } from './xor.js'

export interface CanarySearchOptions {
  readonly inflate?: Inflate
  /** Most decoding steps. Default 3. */
  readonly depth?: number
  /** Bytes looked at from the front; what lies behind is not searched. Default 8 MiB. */
  readonly bytes?: number
}

export type CanarySearch = (data: Uint8Array | string) => readonly CanaryHit[]

/**
 * Prepares a search for planted values in anything that leaves a cell: as they are, encoded (whatever the alignment),
 * reversed, rotated, XORed with a short key, compressed, in pieces, and nested up to `depth`. One hit per value and
 * encoding; a whole value outweighs its pieces.
 */
export function createCanarySearch(
  canaries: readonly CanaryValue[],
  options: CanarySearchOptions = {},
): CanarySearch {
  const { depth = 3, bytes = 8 * 1024 * 1024, inflate } = options
  const find = buildMatcher(canaries.flatMap(needlesOf))
  const findXored = prepareXored(canaries)
  const decoding = { depth, bytes, candidates: 4096, keep: () => true, ...(inflate ? { inflate } : {}) }
  return (data) => {
    const whole = (typeof data === 'string' ? utf8(data) : data).subarray(0, bytes)
    const hits = new Hits()
    look(whole, [], 0, find, hits)
    for (const hit of findXored(whole)) hits.add(hit)
    const inflated = inflate?.(whole)
    if (inflated !== undefined) look(inflated, ['compressed'], 0, find, hits)
    for (const source of inflated === undefined ? [whole] : [whole, inflated])
      for (const layer of decodeLayers(asText(source), decoding))
        look(
          layer.bytes,
          [...(source === whole ? [] : ['compressed']), layer.encoding],
          layer.start,
          find,
          hits,
        )
    return hits.list()
  }
}

function look(
  bytes: Uint8Array,
  chain: readonly string[],
  offset: number,
  find: (bytes: Uint8Array) => Iterable<Found>,
  hits: Hits,
): void {
  const variants = [bytes, squeezed(bytes)]
  for (const [i, variant] of variants.entries())
    for (const { needle, offset: at, partial } of find(variant)) {
      const steps = needle.encoding === 'raw' && chain.length > 0 ? chain : [...chain, needle.encoding]
      hits.add({
        canary: needle.canary,
        encoding: steps.join('>'),
        partial,
        offset: chain.length > 0 || i > 0 ? offset : at,
      })
    }
}

/** Without separators, so that values cut into DNS labels, lines or quoted pieces are whole again. */
function squeezed(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte) => !separators.has(byte))
}

const separators: ReadonlySet<number> = new Set(utf8(' \t\r\n.,;:"\'`|&\\').values())

function asText(bytes: Uint8Array): string {
  return fromUtf8(bytes) ?? latin1(bytes)
}

class Hits {
  readonly #found = new Map<string, CanaryHit>()

  add(hit: CanaryHit): void {
    const key = `${hit.canary.id}\n${hit.encoding}`
    const known = this.#found.get(key)
    if (known === undefined || (known.partial && !hit.partial)) this.#found.set(key, hit)
  }

  /** Whole finds first; pieces only of values that were not found whole in the same encoding. */
  list(): readonly CanaryHit[] {
    return [...this.#found.values()].sort(
      (a, b) => Number(a.partial) - Number(b.partial) || a.offset - b.offset,
    )
  }
}
