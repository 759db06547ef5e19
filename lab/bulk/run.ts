import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Ledger } from '@clawback/ledger'
import type { Clock } from '@clawback/model'
import { createEmbeddedQueue } from '../queue/embedded.js'
import { openStore, storeFile } from '../store/store.js'
import { openCells } from '../walk/cells.js'
import { workOff } from './crew.js'
import { openDesk } from './desk.js'
import type { RunDesk } from './desk.js'
import { holdFolder } from './hold.js'
import { keysOf } from './keys.js'
import type { Begin, BulkJob } from './messages.js'
import type { BulkOptions } from './options.js'
import { planJobs } from './plan-jobs.js'
import { plans } from './plans.js'
import { recordGone, recordLabels } from './record.js'
import { beginRun, endRun, writeJobs } from './runs.js'
import { stampOf } from './stamp.js'
import { readState } from './state.js'
import { summarise } from './summary.js'
import type { BulkSummary } from './summary.js'
import { createTally } from './tally.js'

/** Times a job is lent before it counts as one that takes workers with it. */
const maxDeliver = 3

/**
 * Looks at a whole corpus and keeps what it finds: plans what is new, changed, or to be judged again; lends the jobs to
 * worker processes; writes each result as it comes, all of it or nothing. Killed at any moment, the same call goes on
 * where it was. Throws STORE_BUSY, DISK_BUDGET, DISK_LOW, LEDGER_NEWER, SANDBOX_UNAVAILABLE, SELF_TEST_FAILED; with a
 * broker QUEUE_UNREACHABLE, QUEUE_REFUSED, QUEUE_BUSY.
 */
export async function runBulk(options: BulkOptions): Promise<BulkSummary> {
  const { folder, onStep } = options
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const letGo = await holdFolder(folder)
  try {
    onStep?.('opening the store')
    const store = await openStore(await storeFile(folder))
    try {
      return await work(store.ledger, options)
    } finally {
      await store.close()
    }
  } finally {
    await rm(workFolder(folder), { recursive: true, force: true, maxRetries: 3 })
    await letGo()
  }
}

async function work(ledger: Ledger, options: BulkOptions): Promise<BulkSummary> {
  const { sources, clock, plan, packs, onStep, onProgress, readBudgetMs = 20_000 } = options
  const began = clock.monotonic()
  const keys = keysOf(plan, packs, readBudgetMs)
  onStep?.(`comparing ${sources.length} sources with the store`)
  const { fresh = false, retry = false } = options
  const planned = planJobs(sources, await readState(ledger), keys, stampOf, { fresh, retry })
  // Workers elsewhere prove their own sandboxes.
  const runs =
    options.broker === undefined &&
    plans[plan].run &&
    [...planned.jobs.values()].some(({ type }) => type === 'examine')
  const selfTest = runs ? await proveSandbox(options) : undefined
  const names = packs.map(({ manifest, digest }) => `${manifest.name}@${manifest.version} ${digest}`)
  const run = await beginRun(ledger, { plan, keys, packs: names, request: options.request }, timeOf(clock))
  if (planned.gone.length > 0) await recordGone(ledger, planned.gone, run)
  if (planned.relabelled.length > 0) await recordLabels(ledger, planned.relabelled)
  await writeJobs(ledger, run, [...planned.jobs.keys()])

  const tally = createTally(planned.jobs.size, clock)
  const desk = openDesk({ ledger, sources, planned, keys, run, tally, options })
  const { broker } = options
  if (broker === undefined) await workOffHere(planned.jobs, desk, options, { readBudgetMs, selfTest })
  else if (planned.jobs.size > 0) {
    // The client of the queue is loaded by whoever has one.
    const { workOffRemotely } = await import('./remote/coordinate.js')
    const terms = { plan, readBudgetMs, keys }
    const { jobs } = planned
    await workOffRemotely({
      ...{ broker, jobs, desk, terms, packs, maxDeliver },
      ...(onStep === undefined ? {} : { onStep }),
    })
  }
  await desk.settled()
  onProgress?.(tally.now())
  const summary = await summarise(ledger, { run, planned, sources, tally, ms: clock.monotonic() - began })
  await endRun(ledger, run, timeOf(clock), summary)
  return summary
}

/** Works the jobs off with processes of this machine. */
async function workOffHere(
  jobs: ReadonlyMap<string, BulkJob>,
  desk: RunDesk,
  options: BulkOptions,
  { readBudgetMs, selfTest }: { readonly readBudgetMs: number; readonly selfTest: string | undefined },
): Promise<void> {
  const queue = createEmbeddedQueue<BulkJob>({
    // A worker that is silent is ended sooner than its lease.
    leaseMs: 2 * silentMsOf(options),
    maxDeliver,
    onDead: (id, job, times) => desk.died(id, job, times),
  })
  desk.onDrained(() => queue.close())
  for (const [id, job] of jobs) await queue.offer(id, job)
  if (jobs.size === 0) await queue.close()
  await workOff(queue, desk, {
    workers: Math.max(1, Math.min(options.workers, jobs.size)),
    begin: await beginOf(options, readBudgetMs, selfTest),
    recycle: options.recycle ?? 5_000,
    memoryBytes: options.memoryBytes ?? 1_500_000_000,
    silentMs: silentMsOf(options),
  })
}

async function beginOf(
  options: BulkOptions,
  readBudgetMs: number,
  selfTest: string | undefined,
): Promise<Begin> {
  const workdir = workFolder(options.folder)
  // What a killed run left there belongs to nobody.
  await rm(workdir, { recursive: true, force: true, maxRetries: 3 })
  await mkdir(workdir, { mode: 0o700 })
  const { plan, packs, cell, allowDegraded = [] } = options
  return {
    type: 'begin',
    plan,
    packs,
    workdir,
    readBudgetMs,
    allowDegraded,
    ...(cell === undefined ? {} : { cell }),
    ...(selfTest === undefined ? {} : { selfTest }),
  }
}

/** Bulk work is worth the half minute that shows that the sandbox holds. */
async function proveSandbox({ cell, allowDegraded = [], onStep }: BulkOptions): Promise<string | undefined> {
  onStep?.('the sandbox attacks itself first')
  const cells = openCells({ allowDegraded }, cell)
  await cells.prove()
  await cells.close()
  return cells.proof()
}

function workFolder(folder: string): string {
  return join(folder, 'work')
}

function silentMsOf({ silentMs = 120_000 }: BulkOptions): number {
  return silentMs
}

function timeOf(clock: Clock): string {
  return new Date(clock.now()).toISOString()
}
