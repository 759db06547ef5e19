import { createHash } from 'node:crypto'
import { createCanarySearch } from '@clawback/text'
import type { CanaryHit } from '@clawback/text'
import type { Kind } from '@clawback/model'
import type { Canary, Flow, ObservedFields } from '../../ports.js'
import type { Egress, LeakChannel } from './egress.js'
import { inflate } from './inflate.js'
import { createStreams } from './streams.js'

/** Watches egress for planted values. */
export interface LeakWatch {
  /** Searches one piece; every value found becomes a `canary.leak`. */
  see(egress: Egress): void
  /** Searches what was split over several pieces. Called once, when the run ends. */
  settle(): void
}

/** Records an observation caused by another; what the sinkhole's session and the cell's recorder can do. */
export type Observe = (
  kind: Kind,
  fields: ObservedFields,
  about: { readonly flow?: Flow; readonly because?: string },
) => unknown

/**
 * Bounds of one run: bytes searched in all and in one look; bytes that these may come to in all and in one look, with
 * all that they decode to; searches remembered; and how often the same value is told to have left the same way.
 */
const bounds = {
  searched: 3 << 20,
  look: 256 << 10,
  work: 6 << 20,
  lookWork: 480 << 10,
  remembered: 512,
  told: 4,
}

/** Prepares the watch for one run. The search itself is built on first use: many runs never send anything. */
export function createLeakWatch(canaries: readonly Canary[], observe: Observe): LeakWatch {
  const streams = createStreams()
  const seen = new Map<string, readonly CanaryHit[]>()
  const told = new Map<string, number>()
  let search: MeteredSearch | undefined
  let searched = 0
  let missed = 0

  function look(bytes: Uint8Array): readonly CanaryHit[] {
    if (canaries.length === 0) return []
    const key = createHash('sha1').update(bytes).digest('base64')
    const known = seen.get(key)
    if (known !== undefined) return known
    search ??= searchFor(canaries)
    if (!spend(Math.min(bytes.length, bounds.look))) return []
    missed += Math.max(0, bytes.length - bounds.look)
    const { hits, whole } = search(bytes)
    if (!whole) missed += Math.min(bytes.length, bounds.look)
    if (seen.size < bounds.remembered) seen.set(key, hits)
    return hits
  }

  function spend(amount: number): boolean {
    searched += amount
    if (searched <= bounds.searched) return true
    missed += amount
    return false
  }

  function tellMissed(): void {
    if (missed === 0) return
    observe(
      'run.gap',
      {
        'gap.reason': 'egress-not-searched',
        'gap.detail': `${missed} bytes were sent beyond what is searched for planted values.`,
        'gap.material': false,
        'gap.count': 1,
      },
      {},
    )
    missed = 0
  }

  function leak(
    { canary, encoding, partial }: CanaryHit,
    egress: Omit<Egress, 'bytes' | 'stream' | 'joinOnly'>,
  ): void {
    const way = wayOf({ canary }, egress.channel, egress.to, partial)
    const before = told.get(way) ?? 0
    told.set(way, before + 1)
    if (before >= bounds.told) return
    observe(
      'canary.leak',
      {
        'canary.id': canary.id,
        'canary.kind': canary.kind,
        'canary.source': canary.source,
        'canary.encoding': encoding,
        'canary.channel': egress.channel,
        'canary.partial': partial,
        ...(egress.to === undefined ? {} : { 'server.address': egress.to }),
      },
      { because: egress.because, ...(egress.flow === undefined ? {} : { flow: egress.flow }) },
    )
  }

  return {
    see(egress) {
      if (egress.bytes.length === 0) return
      const hits = egress.joinOnly ? [] : look(egress.bytes)
      for (const hit of hits) leak(hit, egress)
      if (egress.stream !== undefined && !streams.add(egress.stream, egress, new Set(whole(hits))))
        missed += egress.bytes.length
    },
    settle() {
      for (const stream of streams.split()) {
        for (const hit of look(stream.joined()).filter(({ canary }) => !stream.found.has(canary.id))) {
          const { channel, to } = stream.completing(() => true)
          if (told.has(wayOf(hit, channel, to, false))) continue
          const piece = stream.completing((bytes) => look(bytes).some((one) => same(one, hit)))
          const steps = [stream.encoding, hit.encoding].filter((step) => step !== '' && step !== 'raw')
          leak({ ...hit, encoding: steps.join('>') || 'raw' }, { ...piece, channel: piece.channel })
        }
      }
      streams.clear()
      tellMissed()
    },
  }
}

/** The same value on the same way is told a few times only. */
function wayOf(
  { canary }: Pick<CanaryHit, 'canary'>,
  channel: LeakChannel,
  to: string | undefined,
  partial: boolean,
): string {
  return `${canary.id} ${channel} ${to ?? ''} ${partial}`
}

/** Network and protocol watches of one run share one search. */
const searches = new WeakMap<readonly Canary[], MeteredSearch>()

/** The best hits, and whether everything was looked at that there was to look at. */
type MeteredSearch = (bytes: Uint8Array) => { readonly hits: readonly CanaryHit[]; readonly whole: boolean }

function searchFor(canaries: readonly Canary[]): MeteredSearch {
  const known = searches.get(canaries) ?? meteredSearch(canaries)
  searches.set(canaries, known)
  return known
}

/** A search whose work is bounded for each look and for all together: what is counted is bytes, so repeats are equal. */
function meteredSearch(canaries: readonly Canary[]): MeteredSearch {
  let left = bounds.work
  let forLook = 0
  const spend = (amount: number): boolean => {
    forLook -= amount
    left -= amount
    return forLook >= 0 && left >= 0
  }
  const search = createCanarySearch(canaries, { inflate, bytes: bounds.look, spend })
  return (bytes) => {
    forLook = bounds.lookWork
    const hits = bestOf(search(bytes))
    return { hits, whole: forLook >= 0 && left >= 0 }
  }
}

function whole(hits: readonly CanaryHit[]): string[] {
  return hits.filter(({ partial }) => !partial).map(({ canary }) => canary.id)
}

function same(a: CanaryHit, b: CanaryHit): boolean {
  return a.canary.id === b.canary.id && a.partial === b.partial
}

/** One hit per value: whole before piece, then the shortest chain of encodings. */
function bestOf(hits: readonly CanaryHit[]): readonly CanaryHit[] {
  const best = new Map<string, CanaryHit>()
  for (const hit of hits) {
    const known = best.get(hit.canary.id)
    if (known === undefined || rank(hit) < rank(known)) best.set(hit.canary.id, hit)
  }
  return [...best.values()]
}

function rank({ partial, encoding }: CanaryHit): number {
  return (partial ? 1000 : 0) + encoding.split('>').length * 10 + (encoding === 'raw' ? 0 : 1)
}
