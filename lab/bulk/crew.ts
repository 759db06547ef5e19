import type { Delivery, Queue } from '../queue/queue.js'
import type { Answer, Begin, ToWorker } from './messages.js'
import { startWorker } from './worker-process.js'
import type { WorkerProcess } from './worker-process.js'

export interface CrewOptions {
  readonly workers: number
  readonly begin: Begin
  /** Looks at sources after which a process gives way to a new one; to judge takes no native code, and leaves nothing. */
  readonly recycle: number
  /** Bytes of memory after which it does. */
  readonly memoryBytes: number
  /** Milliseconds a worker may be silent. */
  readonly silentMs: number
  /** How a process is started; {@link startWorker} when left out. */
  readonly start?: typeof startWorker
}

/** What the crew asks of whoever keeps the results. */
export interface Desk<Job> {
  /** The words a worker is given for a job, or at once how it ended. */
  brief(delivery: Delivery<Job>): Promise<ToWorker | Extract<Answer, { type: 'failed' }>>
  /** Artifacts that the store has as wanted. */
  known(artifacts: readonly string[]): Promise<readonly string[]>
  began(id: string): void
  /** Writes what came of a job: only then is it settled. */
  answered(delivery: Delivery<Job>, answer: Answer): Promise<void>
  /** A worker was lost over a job; the queue lends it again or lets it die. */
  lost(delivery: Delivery<Job>, reason: string): void
}

/** Works the queue off with so many processes, until it is closed. What one lane throws ends them all, and is thrown. */
export async function workOff<Job>(queue: Queue<Job>, desk: Desk<Job>, options: CrewOptions): Promise<void> {
  const lanes = Array.from({ length: options.workers }, () =>
    lane(queue, desk, options).catch(async (error: unknown) => {
      await queue.close()
      throw error
    }),
  )
  for (const outcome of await Promise.allSettled(lanes))
    if (outcome.status === 'rejected') throw outcome.reason
}

async function lane<Job>(queue: Queue<Job>, desk: Desk<Job>, options: CrewOptions): Promise<void> {
  let worker: WorkerProcess | undefined
  let jobs = 0
  // The process works on while what it answered last is written.
  let ending: Promise<unknown> = Promise.resolve()
  const end = async (delivery: Delivery<Job>, answer: Answer): Promise<void> => {
    await desk.answered(delivery, answer)
    await queue.settle(delivery, 'done')
  }
  const endNext = async (delivery: Delivery<Job>, answer: Answer): Promise<void> => {
    await ending
    ending = end(delivery, answer)
    // It is awaited by the next one, or at the end.
    ending.catch(() => undefined)
  }
  try {
    for (;;) {
      const next = await unless(ending, queue.take())
      if (next === undefined) break
      const brief = await desk.brief(next)
      desk.began(next.id)
      if (brief.type === 'failed') {
        await endNext(next, brief)
        continue
      }
      worker ??= (options.start ?? startWorker)(options.begin, options.silentMs)
      const answer = await unless(
        ending,
        worker.work(
          brief,
          (artifacts) => desk.known(artifacts),
          () => void queue.beat(next),
        ),
      )
      if (answer.type === 'lost') {
        worker = undefined
        jobs = 0
        desk.lost(next, answer.reason)
        await queue.settle(next, 'again')
        continue
      }
      await endNext(next, answer)
      if (answer.type !== 'judged') jobs++
      if (jobs < options.recycle && answer.rss < options.memoryBytes) continue
      await worker.end()
      worker = undefined
      jobs = 0
    }
    await ending
  } finally {
    await worker?.end()
  }
}

/** What `work` gives; what `ending` throws, as soon as it does. */
async function unless<T>(ending: Promise<unknown>, work: Promise<T>): Promise<T> {
  return await Promise.race([work, ending.then(() => work)])
}
