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
  try {
    for (let next = await queue.take(); next !== undefined; next = await queue.take()) {
      const delivery = next
      const brief = await desk.brief(delivery)
      desk.began(delivery.id)
      if (brief.type === 'failed') {
        await desk.answered(delivery, brief)
        await queue.settle(delivery, 'done')
        continue
      }
      worker ??= (options.start ?? startWorker)(options.begin, options.silentMs)
      const answer = await worker.work(
        brief,
        (artifacts) => desk.known(artifacts),
        () => void queue.beat(delivery),
      )
      if (answer.type === 'lost') {
        worker = undefined
        jobs = 0
        desk.lost(delivery, answer.reason)
        await queue.settle(delivery, 'again')
        continue
      }
      await desk.answered(delivery, answer)
      await queue.settle(delivery, 'done')
      if (answer.type !== 'judged') jobs++
      if (jobs < options.recycle && answer.rss < options.memoryBytes) continue
      await worker.end()
      worker = undefined
      jobs = 0
    }
  } finally {
    await worker?.end()
  }
}
