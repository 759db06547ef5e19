import { maybeTextOf, numberOf, textOf } from '@clawback/ledger'
import type { Ledger } from '@clawback/ledger'

/** How large a store is, in bytes and rows. */
export interface StoreSize {
  readonly bytes: number
  readonly walBytes: number
  readonly freeBytes: number
  readonly artifacts: number
  readonly sources: number
  readonly records: number
  /** Facts and events before and after compression, and everything else of the examinations. */
  readonly recordBytes: number
  readonly factBytes: number
  readonly eventBytes: number
  readonly bodyBytes: number
}

/** The last run, and how its jobs stand. */
export interface RunStatus {
  readonly run: number
  readonly plan: string
  readonly started: string
  /** Absent while it runs, and after it was stopped or killed. */
  readonly ended?: string
  readonly packs: readonly string[]
  /** Status -> jobs: waiting, done, failed. */
  readonly jobs: Readonly<Record<string, number>>
  /** Code -> jobs that failed by it. */
  readonly problems: Readonly<Record<string, number>>
  /** What took longest of all its jobs, those before a stop included; milliseconds. */
  readonly slowest: readonly { readonly id: string; readonly status: string; readonly ms: number }[]
  /** Seconds, and jobs a second, from when it was last gone on with; absent while it runs and after it was stopped. */
  readonly pace?: { readonly seconds: number; readonly rate: number }
}

export async function sizeOf(ledger: Ledger): Promise<StoreSize> {
  const [kept, bodies, sources] = await Promise.all(
    [
      `SELECT coalesce(sum(records), 0) AS records, coalesce(sum(bytes), 0) AS recordBytes,
       coalesce(sum(length(facts)), 0) AS facts, coalesce(sum(length(events)), 0) AS events FROM observation`,
      'SELECT count(*) AS n, coalesce(sum(length(body)), 0) AS bytes FROM examination',
      'SELECT count(*) AS n FROM source',
    ].map(async (sql) => (await ledger.get(sql)) ?? {}),
  )
  return {
    ...(await ledger.size()),
    artifacts: numberOf(bodies ?? {}, 'n'),
    sources: numberOf(sources ?? {}, 'n'),
    records: numberOf(kept ?? {}, 'records'),
    recordBytes: numberOf(kept ?? {}, 'recordBytes'),
    factBytes: numberOf(kept ?? {}, 'facts'),
    eventBytes: numberOf(kept ?? {}, 'events'),
    bodyBytes: numberOf(bodies ?? {}, 'bytes'),
  }
}

export async function lastRun(ledger: Ledger): Promise<RunStatus | undefined> {
  const row = await ledger.get('SELECT * FROM run ORDER BY id DESC LIMIT 1')
  if (row === undefined) return undefined
  const run = numberOf(row, 'id')
  const ended = maybeTextOf(row, 'ended')
  const jobs = await ledger.all('SELECT status, count(*) AS n FROM job WHERE run = ? GROUP BY status', [run])
  const failed = await ledger.all(
    `SELECT code, count(*) AS n FROM job WHERE run = ? AND status = 'failed' GROUP BY code ORDER BY n DESC, code`,
    [run],
  )
  const slowest = await ledger.all(
    'SELECT id, status, ms FROM job WHERE run = ? AND ms IS NOT NULL ORDER BY ms DESC, id LIMIT 10',
    [run],
  )
  const pace = paceOf(maybeTextOf(row, 'summary'))
  return {
    run,
    plan: textOf(row, 'plan'),
    started: textOf(row, 'started'),
    ...(ended === undefined ? {} : { ended }),
    packs: JSON.parse(textOf(row, 'packs')) as string[],
    jobs: Object.fromEntries(jobs.map((job) => [textOf(job, 'status'), numberOf(job, 'n')])),
    problems: Object.fromEntries(
      failed.map((one) => [maybeTextOf(one, 'code') ?? 'INTERNAL', numberOf(one, 'n')]),
    ),
    slowest: slowest.map((one) => ({
      id: textOf(one, 'id'),
      status: textOf(one, 'status'),
      ms: numberOf(one, 'ms'),
    })),
    ...(pace === undefined ? {} : { pace }),
  }
}

/** Out of what a run that ended said of itself; another version may have said something else. */
function paceOf(summary: string | undefined): RunStatus['pace'] {
  if (summary === undefined) return undefined
  const { seconds, rate } = JSON.parse(summary) as { readonly seconds?: unknown; readonly rate?: unknown }
  return typeof seconds === 'number' && typeof rate === 'number' ? { seconds, rate } : undefined
}

const rules: readonly (readonly [string, string])[] = [
  [
    'copies of artifacts that were never examined',
    'SELECT count(*) AS n FROM copies c WHERE c.artifact NOT IN (SELECT artifact FROM examination)',
  ],
  [
    'examinations without what they rest on',
    'SELECT count(*) AS n FROM examination e WHERE e.run > 0 AND e.artifact NOT IN (SELECT artifact FROM observation)',
  ],
  [
    'sources that hold nothing and have no reason for it',
    'SELECT count(*) AS n FROM source s WHERE s.code IS NULL AND s.source NOT IN (SELECT source FROM copies)',
  ],
  [
    'findings of artifacts that are not there',
    'SELECT count(*) AS n FROM finding f WHERE f.artifact NOT IN (SELECT artifact FROM examination)',
  ],
]

/** What is wrong with a store: in the file, by SQLite's own check, and between its tables. Empty when it is intact. */
export async function checkStore(ledger: Ledger): Promise<readonly string[]> {
  const found = [...(await ledger.check())]
  for (const [text, sql] of rules) {
    const n = numberOf((await ledger.get(sql)) ?? {}, 'n')
    if (n > 0) found.push(`${n} ${text}`)
  }
  return found
}
