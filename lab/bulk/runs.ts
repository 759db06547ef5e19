import { maybeTextOf, numberOf, textOf } from '@clawback/ledger'
import type { Ledger } from '@clawback/ledger'
import type { Keys } from './keys.js'
import type { PlanName } from './plans.js'

/** What a run was asked for, as it stands in the store. `request` is what `--resume` does again. */
export interface RunRequest {
  readonly plan: PlanName
  readonly keys: Keys
  /** `name@version digest` of each pack. */
  readonly packs: readonly string[]
  /** JSON. */
  readonly request: string
}

/** Begins a run, or goes on with the last one when that was the same and never ended. Gives its number. */
export async function beginRun(ledger: Ledger, asked: RunRequest, started: string): Promise<number> {
  const last = await ledger.get('SELECT * FROM run ORDER BY id DESC LIMIT 1')
  const { reading, running, judging } = asked.keys
  const same =
    last !== undefined &&
    maybeTextOf(last, 'ended') === undefined &&
    textOf(last, 'plan') === asked.plan &&
    textOf(last, 'reading') === reading &&
    textOf(last, 'running') === running &&
    textOf(last, 'judging') === judging &&
    textOf(last, 'request') === asked.request
  if (same) return numberOf(last, 'id')
  const made = await ledger.run(
    'INSERT INTO run (started, plan, reading, running, judging, packs, request) VALUES (?, ?, ?, ?, ?, ?, ?)',
    [started, asked.plan, reading, running, judging, JSON.stringify(asked.packs), asked.request],
  )
  return made.lastId
}

export async function endRun(ledger: Ledger, run: number, ended: string, summary: unknown): Promise<void> {
  await ledger.run('UPDATE run SET ended = ?, summary = ? WHERE id = ?', [
    ended,
    JSON.stringify(summary),
    run,
  ])
}

/** Writes down what is to be done, so that others can see it; a job of the same run that waits again waits once. */
export async function writeJobs(ledger: Ledger, run: number, ids: readonly string[]): Promise<void> {
  await ledger.transaction((tx) =>
    tx.run(
      `INSERT INTO job (run, id, status, deliveries) SELECT ?, value, 'waiting', 0 FROM json_each(?) WHERE true
       ON CONFLICT (run, id) DO UPDATE SET status = 'waiting'`,
      [run, JSON.stringify(ids)],
    ),
  )
}

/** The request of the last run of a store; undefined when there was none. */
export async function lastRequest(ledger: Ledger): Promise<string | undefined> {
  const row = await ledger.get('SELECT request FROM run ORDER BY id DESC LIMIT 1')
  return row === undefined ? undefined : textOf(row, 'request')
}
