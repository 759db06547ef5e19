import { mkdtemp, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Pack } from '@clawback/model'
import type { NatsConnection } from '@nats-io/transport-node'
import { openBucket } from '../../queue/nats/bucket.js'
import { connectNats } from '../../queue/nats/connect.js'
import { joinNatsQueue } from '../../queue/nats/queue.js'
import { keepLent } from '../../queue/keep.js'
import { openCells } from '../../walk/cells.js'
import { workOff } from '../crew.js'
import type { Begin } from '../messages.js'
import { plans } from '../plans.js'
import { startWorker } from '../worker-process.js'
import type { WorkerProcess } from '../worker-process.js'
import { askToJoin } from './admission.js'
import { defaultLeaseMs } from './broker.js'
import type { Broker } from './broker.js'
import { labNames } from './names.js'
import type { LabNames } from './names.js'
import { orderCodec } from './order.js'
import { openRemoteDesk } from './remote-desk.js'
import { resultCodec } from './result.js'
import { nameTerms } from './terms.js'
import type { Terms } from './terms.js'

export interface WorkerOptions {
  readonly broker: Broker
  readonly packs: readonly Pack[]
  /** Processes at a time. */
  readonly workers: number
  /** Folder below which samples are laid out; must exist. */
  readonly workdir: string
  /** Aborted when this worker is to leave: it finishes what it has. */
  readonly leave: AbortSignal
  /** Milliseconds after that in which it may finish; then it hands its jobs back. */
  readonly graceMs: number
  /** Leave when the run that was joined has ended. */
  readonly once?: boolean
  readonly cell?: string
  readonly allowDegraded?: readonly 'no-nft'[]
  readonly silentMs?: number
  readonly recycle?: number
  readonly memoryBytes?: number
  readonly onStep?: (text: string) => void
  readonly onProgress?: (progress: WorkerProgress) => void
}

/** How a worker stands. */
export interface WorkerProgress {
  readonly done: number
  readonly failed: number
  /** Jobs handed back or lost with a process. */
  readonly lost: number
  /** Jobs under way. */
  readonly running: readonly string[]
}

/** Milliseconds for the last words to a server. */
const goodbyeMs = 2_000
/** Times a job is lent at most; who hands out jobs counts too. */
const maxDeliver = 3

/**
 * Takes jobs from whatever run there is on a server, and from the next one, until told to leave. Gives what it did. Throws
 * QUEUE_UNREACHABLE, QUEUE_REFUSED, WORKER_REFUSED, SANDBOX_UNAVAILABLE, SELF_TEST_FAILED.
 */
export async function runWorker(options: WorkerOptions): Promise<WorkerProgress> {
  const { broker, packs, leave, onStep } = options
  const names = labNames(broker.lab)
  const nc = await connectNats(broker, 'worker')
  const counts = { done: 0, failed: 0, lost: 0 }
  const running = new Set<string>()
  const now = (): WorkerProgress => ({ ...counts, running: [...running] })
  try {
    const name = `${hostname()} ${process.pid}`
    let waiting = false
    const onWait = (): void => {
      if (!waiting) onStep?.('waiting for a run')
      waiting = true
    }
    for (;;) {
      const terms = await askToJoin(nc, names, { name, packs }, { signal: leave, onWait })
      if (terms === undefined) return now()
      waiting = false
      onStep?.('joined a run')
      await serve(nc, names, terms, options, {
        onBegan: (job) => void running.add(job),
        onEnded(job, status) {
          running.delete(job)
          counts[status]++
          options.onProgress?.(now())
        },
      })
      if (options.once === true || leave.aborted) return now()
    }
  } finally {
    // Where there is no server any more nothing is left to be said, and nobody answers.
    await Promise.race([nc.drain().catch(() => undefined), pause(goodbyeMs, undefined, { ref: false })])
    await nc.close()
  }
}

async function serve(
  nc: NatsConnection,
  names: LabNames,
  terms: Terms,
  options: WorkerOptions,
  told: {
    readonly onBegan: (job: string) => void
    readonly onEnded: (job: string, status: 'done' | 'failed' | 'lost') => void
  },
): Promise<void> {
  const workdir = await mkdtemp(join(options.workdir, 'worker-'))
  try {
    const begin = await beginOf(terms, workdir, options)
    const leaseMs = options.broker.leaseMs ?? defaultLeaseMs
    const orders = joinNatsQueue(nc, {
      place: names.orders(nameTerms(terms)),
      codec: orderCodec,
      leaseMs,
      maxDeliver,
    })
    const results = joinNatsQueue(nc, { place: names.results, codec: resultCodec, leaseMs, maxDeliver })
    const [samples, answers] = [
      await openBucket(nc, names.samples, false),
      await openBucket(nc, names.answers, false),
    ]
    const desk = openRemoteDesk({ nc, names, samples, answers, results, workdir, ...told })
    const leaving = leaveBy(options, () => orders.close())
    try {
      await workOff(keepLent(orders, leaseMs / 3), desk, {
        workers: options.workers,
        begin,
        recycle: options.recycle ?? 5_000,
        memoryBytes: options.memoryBytes ?? 1_500_000_000,
        silentMs: options.silentMs ?? 120_000,
        start: leaving.start,
      })
    } finally {
      leaving.stop()
    }
  } finally {
    await rm(workdir, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** Takes no more once it is to leave; ends what still works when its time is over, which hands the jobs back. */
function leaveBy(
  { leave, graceMs }: WorkerOptions,
  close: () => Promise<void>,
): { readonly start: typeof startWorker; stop(): void } {
  const working = new Set<WorkerProcess>()
  let timer: NodeJS.Timeout | undefined
  const onLeave = (): void => {
    void close()
    timer = setTimeout(() => {
      for (const worker of working) void worker.end()
    }, graceMs)
  }
  if (leave.aborted) onLeave()
  else leave.addEventListener('abort', onLeave)
  return {
    start(begin, silentMs) {
      const worker = startWorker(begin, silentMs)
      working.add(worker)
      return worker
    },
    stop() {
      clearTimeout(timer)
      leave.removeEventListener('abort', onLeave)
    },
  }
}

async function beginOf(
  { plan, readBudgetMs }: Terms,
  workdir: string,
  { packs, cell, allowDegraded = [], onStep }: WorkerOptions,
): Promise<Begin> {
  const begin = { type: 'begin' as const, plan, packs, workdir, readBudgetMs, allowDegraded }
  const named = { ...begin, ...(cell === undefined ? {} : { cell }) }
  if (!plans[plan].run) return named
  onStep?.('the sandbox attacks itself first')
  const cells = openCells({ allowDegraded }, cell)
  await cells.prove()
  await cells.close()
  const selfTest = cells.proof()
  return { ...named, ...(selfTest === undefined ? {} : { selfTest }) }
}
