import { numberOf, textOf } from '@clawback/ledger'
import type { Ledger } from '@clawback/ledger'
import type { JobPlan } from './plan-jobs.js'
import type { Source } from './source.js'
import type { Tally, Timed } from './tally.js'

/** What a bulk run came to. */
export interface BulkSummary {
  readonly run: number
  readonly sources: number
  /** Sources with nothing new, and those that failed before and were left. */
  readonly unchanged: number
  readonly failedBefore: number
  readonly gone: number
  /** Jobs of this call by kind, and how they ended. */
  readonly examined: number
  readonly judged: number
  readonly done: number
  readonly failed: number
  readonly crashed: number
  /** Artifacts that could not be judged again: our failure; they keep their older verdict. */
  readonly unjudged: number
  readonly seconds: number
  /** Jobs a second. */
  readonly rate: number
  readonly slowest: readonly Timed[]
  /** Artifacts that the corpus holds now, and their verdicts. */
  readonly artifacts: number
  readonly verdicts: Readonly<Record<string, number>>
  /** Code -> sources that could not be looked at. */
  readonly problems: Readonly<Record<string, number>>
}

export async function summarise(
  ledger: Ledger,
  about: {
    readonly run: number
    readonly planned: JobPlan
    readonly sources: readonly Source[]
    readonly tally: Tally
    readonly ms: number
  },
): Promise<BulkSummary> {
  const { run, planned, sources, tally, ms } = about
  const { done, failed, crashed, slowest } = tally.now()
  const judged = [...planned.jobs.values()].filter(({ type }) => type === 'judge').length
  const unjudged = await ledger.get(
    "SELECT count(*) AS n FROM job WHERE run = ? AND status = 'failed' AND id LIKE 'judge %'",
    [run],
  )
  const verdicts = await counted(
    ledger,
    'SELECT verdict AS name, count(*) AS n FROM examination WHERE artifact IN (SELECT artifact FROM copies) GROUP BY verdict',
  )
  return {
    run,
    sources: sources.length,
    unchanged: planned.unchanged,
    failedBefore: planned.failedBefore,
    gone: planned.gone.length,
    examined: planned.jobs.size - judged,
    judged,
    done,
    failed,
    crashed,
    unjudged: numberOf(unjudged ?? {}, 'n'),
    seconds: Math.round(ms / 10) / 100,
    rate: Math.round((planned.jobs.size / Math.max(1, ms)) * 100_000) / 100,
    slowest,
    artifacts: Object.values(verdicts).reduce((sum, n) => sum + n, 0),
    verdicts,
    problems: await counted(ledger, 'SELECT code AS name, count(*) AS n FROM problems GROUP BY code'),
  }
}

/** The rows of a query of `name` and `n` as one object. */
export async function counted(ledger: Ledger, sql: string): Promise<Readonly<Record<string, number>>> {
  return Object.fromEntries((await ledger.all(sql)).map((row) => [textOf(row, 'name'), numberOf(row, 'n')]))
}
