import { basename } from 'node:path'
import { ClawbackError } from '@clawback/model'
import type { Bucket } from '../../queue/nats/bucket.js'
import type { Queue } from '../../queue/queue.js'
import type { RunDesk } from '../desk.js'
import type { BulkJob } from '../messages.js'
import { isRemote } from '../source.js'
import { enclose } from './enclosed.js'
import type { Order, Task } from './order.js'
import { encodePacket } from './packet.js'
import type { Pending } from './pending.js'
import { collectedStarts } from './collected.js'
import { packSample } from './sample.js'

export interface Dispatch {
  readonly desk: RunDesk
  readonly pending: Pending
  readonly orders: Queue<Order>
  readonly samples: Bucket
  /** Bytes the server lets a message have. */
  readonly mostMessage: number
}

/** Orders that may be out: what was sent ahead of the workers lies on the server's disk. */
const mostOut = 2_000
/** Samples read and sent at a time. */
const hands = 4

/** Sends every job with its bytes, not too far ahead. What cannot be read here has ended with a reason. */
export async function dispatch(work: Dispatch): Promise<void> {
  const queue = work.pending.open()[Symbol.iterator]()
  await Promise.all(Array.from({ length: hands }, () => send(queue, work)))
}

async function send(queue: Iterator<readonly [string, BulkJob]>, work: Dispatch): Promise<void> {
  const { pending, orders } = work
  for (let next = queue.next(); next.done !== true; next = queue.next()) {
    await pending.fewer(mostOut)
    if (pending.isOver()) return
    const [id, job] = next.value
    if (pending.isOrdered(id)) continue
    const made = await prepare(id, job, work)
    if (made !== undefined) await orders.offer(made.id, made.order)
  }
}

/** Sends the bytes of a job and writes its order; undefined when the job has ended, by what is said here or before. */
export async function prepare(
  id: string,
  job: BulkJob,
  work: Dispatch,
): Promise<{ readonly id: string; readonly order: Order } | undefined> {
  const task = await taskOf(id, job, work)
  return task === undefined ? undefined : work.pending.order(id, task)
}

async function taskOf(
  id: string,
  job: BulkJob,
  { desk, pending, samples, mostMessage }: Dispatch,
): Promise<Task | undefined> {
  try {
    const brief = await desk.brief({ id, body: job, times: 0, lease: '' })
    if (job.type === 'judge') {
      const sample = await enclose(encodePacket(brief), samples, mostMessage)
      return { type: 'judge', artifact: job.artifact, sample }
    }
    const { locator, sha256 } = job
    const task = {
      type: 'examine' as const,
      locator,
      name: basename(locator),
      ...(sha256 === undefined ? {} : { sha256 }),
    }
    const starts = await collectedStarts(locator)
    const asked = { ...task, ...(starts.length === 0 ? {} : { starts }) }
    if (isRemote(locator)) return asked
    return { ...asked, sample: await enclose(await packSample(locator), samples, mostMessage) }
  } catch (error) {
    if (!(error instanceof ClawbackError) || error.exitCode !== 3) throw error
    const answer = {
      type: 'failed' as const,
      code: error.code,
      reason: error.message.slice(0, 1_000),
      rss: 0,
    }
    if (pending.drop(id)) await desk.answered({ id, body: job, times: 0, lease: '' }, answer, 0)
    return undefined
  }
}
