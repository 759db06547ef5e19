import type { Keys } from './keys.js'
import type { BulkJob } from './messages.js'
import type { Source } from './source.js'
import type { CorpusState } from './state.js'

/** What is to be done for a corpus, given what the store has. */
export interface JobPlan {
  /** Id -> job. */
  readonly jobs: ReadonlyMap<string, BulkJob>
  /** Sources that need nothing. */
  readonly unchanged: number
  /** Sources that failed before, with nothing changed since; not tried again. */
  readonly failedBefore: number
  /** Sources of these collections that are no longer there. */
  readonly gone: readonly string[]
  /** Sources whose label is told otherwise now. */
  readonly relabelled: readonly Source[]
  /** Source -> stamp, taken before anything is read. */
  readonly stamps: ReadonlyMap<string, string>
}

export interface PlanChoice {
  /** Look at everything again. */
  readonly fresh: boolean
  /** Try again what failed before. */
  readonly retry: boolean
}

/** Compares a corpus with the store: looks at what is new or changed, judges again what newer packs may see otherwise. */
export function planJobs(
  sources: readonly Source[],
  state: CorpusState,
  keys: Keys,
  stampOf: (locator: string) => string,
  { fresh, retry }: PlanChoice,
): JobPlan {
  const jobs = new Map<string, BulkJob>()
  const stamps = new Map<string, string>()
  const counts = { unchanged: 0, failedBefore: 0 }
  for (const source of sources) {
    const stamp = stampOf(source.locator)
    stamps.set(source.id, stamp)
    const known = state.sources.get(source.id)
    const same = !fresh && known?.stamp === stamp
    const held = (state.held.get(source.id) ?? []).map((id) => ({ id, about: state.artifacts.get(id) }))
    if (same && known.code !== undefined && known.tried === triedWith(keys) && !retry) counts.failedBefore++
    else if (
      same &&
      known.code === undefined &&
      held.length > 0 &&
      held.every(({ about }) => about !== undefined && isObserved(about, keys))
    ) {
      const stale = held.filter(({ about }) => about?.judging !== keys.judging)
      for (const { id } of stale) jobs.set(`judge ${id}`, { type: 'judge', artifact: id })
      if (stale.length === 0) counts.unchanged++
    } else jobs.set(`examine ${source.id}`, examine(source))
  }
  const wanted = new Map(sources.map((source) => [source.id, source]))
  const collections = new Set(sources.map(({ collection }) => collection))
  return {
    jobs,
    ...counts,
    stamps,
    gone: [...state.sources]
      .filter(([id, { collection }]) => collections.has(collection) && !wanted.has(id))
      .map(([id]) => id),
    relabelled: sources.filter((source) => {
      const known = state.sources.get(source.id)
      return known !== undefined && known.said !== said(source)
    }),
  }
}

/** Whether an observation serves: what was run besides does no harm to a plan that only reads. */
export function isObserved(
  about: { readonly reading: string; readonly running: string },
  keys: Keys,
): boolean {
  return about.reading === keys.reading && (keys.running === 'none' || about.running === keys.running)
}

export function triedWith({ reading, running }: Keys): string {
  return `${reading} ${running}`
}

function said({ label, family, labelled, provenance }: Source): string {
  return JSON.stringify([label ?? null, family ?? null, labelled ?? null, provenance ?? null])
}

function examine({ id, locator, sha256 }: Source): BulkJob {
  return { type: 'examine', source: id, locator, ...(sha256 === undefined ? {} : { sha256 }) }
}
