import { runWorker } from '@clawback/lab'
import type { WorkerProgress } from '@clawback/lab'
import { loadPacks } from '../content/load.js'
import type { PackChoice } from '../content/load.js'
import { createProgress } from '../terminal/progress.js'
import { brokerOf } from './broker.js'
import type { BrokerArguments } from './broker.js'
import { withWorkdir } from './workdir.js'

interface WorkerArguments extends PackChoice, BrokerArguments {
  readonly nats: string
  readonly workers: number
  readonly once: boolean
  readonly grace: number
  readonly cell?: string | undefined
  readonly allowDegraded: readonly 'no-nft'[]
  readonly quiet: boolean
  readonly json: boolean
}

/** Takes jobs until told to leave (SIGTERM, SIGINT), and prints what was done. Exit 0: what failed is the run's to tell. */
export async function work(given: WorkerArguments): Promise<number> {
  const progress = createProgress(given.quiet)
  const leaving = new AbortController()
  const onSignal = (): void => {
    progress.step('leaving once the jobs under way are done')
    leaving.abort()
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, onSignal)
  try {
    const packs = await loadPacks(given)
    const done = await withWorkdir((workdir) =>
      runWorker({
        broker: brokerOf(given.nats, given),
        packs,
        workdir,
        workers: given.workers,
        leave: leaving.signal,
        graceMs: given.grace * 1000,
        once: given.once,
        allowDegraded: given.allowDegraded,
        ...(given.cell === undefined ? {} : { cell: given.cell }),
        onStep: (text) => progress.step(text),
        onProgress: told((text) => progress.step(text)),
      }),
    ).finally(() => progress.done())
    const { running: _, ...counts } = done
    process.stdout.write(`${given.json ? JSON.stringify(counts) : countsLine(done)}\n`)
    return 0
  } finally {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.off(signal, onSignal)
  }
}

/** Milliseconds between two lines: on a terminal one is rewritten, in a log each stays. */
const everyMs = process.stderr.isTTY ? 250 : 10_000

function told(step: (text: string) => void): (now: WorkerProgress) => void {
  let last = -Infinity
  return (now) => {
    if (performance.now() - last < everyMs) return
    last = performance.now()
    step(workerLine(now))
  }
}

/** `done 12 failed 1 · skills/x, skills/y`. */
export function workerLine(now: WorkerProgress): string {
  const jobs = now.running.map((job) => job.replace(/^(examine|judge) /, ''))
  return [countsLine(now), ...(jobs.length > 0 ? [jobs.slice(0, 3).join(', ')] : [])].join(' · ')
}

function countsLine({ done, failed, lost }: WorkerProgress): string {
  return `done ${done}${failed > 0 ? ` failed ${failed}` : ''}${lost > 0 ? ` handed back ${lost}` : ''}`
}
