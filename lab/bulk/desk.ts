import type { Ledger } from '@clawback/ledger'
import { ClawbackError } from '@clawback/model'
import type { Delivery } from '../queue/queue.js'
import { keptOf } from '../store/store.js'
import type { Circumstances } from '../store/write.js'
import type { Desk } from './crew.js'
import type { Keys } from './keys.js'
import type { Answer, BulkJob } from './messages.js'
import { triedWith } from './plan-jobs.js'
import type { JobPlan } from './plan-jobs.js'
import { recordJudgement, recordLooks, recordProblem } from './record.js'
import type { JobEnd, Problem } from './record.js'
import { checkRoom } from './room.js'
import type { BulkOptions } from './options.js'
import type { Source } from './source.js'
import type { Tally } from './tally.js'

/** The desk of one run: briefs workers out of the store, and writes what they answer. The only one that writes. */
export interface RunDesk extends Desk<BulkJob> {
  /** Writes what came of a job: only then is it settled. `ms` is what it took where it was done elsewhere. */
  answered(delivery: Delivery<BulkJob>, answer: Answer, ms?: number): Promise<void>
  /** A job has taken workers with it too often. */
  died(id: string, job: BulkJob, times: number): void
  /** Called once, when every job has ended. */
  onDrained(call: () => Promise<void>): void
  /** Resolves when everything is written; rejects with what could not be. */
  settled(): Promise<void>
}

interface DeskOptions {
  readonly ledger: Ledger
  readonly sources: readonly Source[]
  readonly planned: JobPlan
  readonly keys: Keys
  readonly run: number
  readonly tally: Tally
  readonly options: BulkOptions
}

/** Milliseconds between two looks at how much room is left. */
const roomMs = 1_000

export function openDesk({ ledger, sources, planned, keys, run, tally, options }: DeskOptions): RunDesk {
  const byId = new Map(sources.map((source) => [source.id, source]))
  const reasons = new Map<string, string>()
  const deaths: Promise<void>[] = []
  let drained: () => Promise<void> = () => Promise.resolve()
  let checked = -Infinity

  const when = (): Circumstances => ({ run, time: new Date(options.clock.now()).toISOString(), ...keys })
  const sourceOf = (id: string): Source & { stamp: string; tried: string } => {
    const source = byId.get(id) ?? { id, collection: id, locator: id }
    return { ...source, stamp: planned.stamps.get(id) ?? '', tried: triedWith(keys) }
  }
  const write = async (job: BulkJob, answer: Answer | Problem, end: JobEnd): Promise<void> => {
    if (job.type === 'judge') {
      if ('reason' in answer) await recordJudgement(ledger, answer, when(), end)
      else if (answer.type === 'judged') await recordJudgement(ledger, answer.kept, when(), end)
    } else if ('reason' in answer) await recordProblem(ledger, sourceOf(job.source), answer, run, end)
    else if (answer.type === 'examined')
      await recordLooks(ledger, sourceOf(job.source), answer.looks, when(), end)
  }
  const afterwards = async (): Promise<void> => {
    options.onProgress?.(tally.now())
    if (tally.left() === 0) await drained()
    else if (options.clock.monotonic() - checked > roomMs) {
      checked = options.clock.monotonic()
      await checkRoom(ledger, options.folder, options.maxStore ?? Infinity, tally.left())
    }
  }

  return {
    began: (id) => tally.began(id),
    async brief({ body: job }) {
      if (job.type === 'examine') {
        const { locator, sha256 } = job
        return { type: 'examine', locator, ...(sha256 === undefined ? {} : { sha256 }) }
      }
      const row = await ledger.get('SELECT frame, facts, events FROM observation WHERE artifact = ?', [
        job.artifact,
      ])
      if (row === undefined)
        throw new ClawbackError('INTERNAL', { detail: `the store lost what was observed of ${job.artifact}` })
      return { type: 'judge', ...keptOf(row) }
    },
    async known(artifacts) {
      if (options.fresh === true) return []
      const rows = await ledger.all(
        `SELECT o.artifact FROM observation o JOIN examination e USING (artifact) WHERE o.reading = ? AND e.judging = ?
         AND (? = 'none' OR o.running = ?) AND o.artifact IN (SELECT value FROM json_each(?))`,
        [keys.reading, keys.judging, keys.running, keys.running, JSON.stringify(artifacts)],
      )
      return rows.map((row) => String(row['artifact']))
    },
    async answered({ id, body, times }, answer, took) {
      const ms = tally.ended(id, answer.type === 'failed' ? 'failed' : 'done', took)
      await write(body, answer, { id, deliveries: times, ms })
      await afterwards()
    },
    lost: ({ id }, reason) => void reasons.set(id, reason),
    died(id, job, times) {
      const ms = tally.ended(id, 'crashed')
      const problem = {
        code: 'INTERNAL',
        reason: `${reasons.get(id) ?? 'no worker came back'}, ${times} times`,
      }
      const written = write(job, problem, { id, deliveries: times, ms }).then(afterwards)
      // Whoever waits for `settled` hears of it; the crew must not wait for a job that nobody can end.
      written.catch(() => drained())
      deaths.push(written)
    },
    onDrained: (call) => void (drained = call),
    async settled() {
      await Promise.all(deaths)
    },
  }
}
