import { ClawbackError } from '@clawback/model'
import type { Bucket } from '../../queue/nats/bucket.js'
import type { Queue } from '../../queue/queue.js'
import type { RunDesk } from '../desk.js'
import type { Answer } from '../messages.js'
import { prepare } from './dispatch.js'
import type { Dispatch } from './dispatch.js'
import type { Pending } from './pending.js'
import { decodeAnswer } from './result.js'
import type { Result } from './result.js'

export interface Collect {
  readonly results: Queue<Result>
  readonly answers: Bucket
  readonly desk: RunDesk
  readonly pending: Pending
  readonly onStep?: (text: string) => void
}

/**
 * Writes results as they come, each once: one that nobody waits for (any more) is let go. A result is settled only when
 * it is committed, so that what this process dies over is read again by the next.
 */
export async function collect(work: Collect): Promise<void> {
  const { results } = work
  for (let next = await results.take(); next !== undefined; next = await results.take()) {
    const delivery = next
    // A commit may wait for a disk: the result stays ours meanwhile.
    const beating = setInterval(() => void results.beat(delivery), beatMs)
    try {
      await write(next.body, work)
    } finally {
      clearInterval(beating)
    }
    await results.settle(next, 'done')
  }
}

const beatMs = 10_000

/**
 * Reads results that an earlier coordinator did not live to read, before anything is ordered: one counts when the same
 * would be ordered now, byte for byte. `left` is how many there are.
 */
export async function takeOver(work: Collect & Dispatch, left: number): Promise<void> {
  const { results, pending, orders } = work
  for (let read = 0; read < left && !pending.isOver(); read++) {
    const next = await results.take()
    if (next === undefined) return
    const { job } = next.body
    const body = pending.jobOf(job)
    const made = body === undefined || pending.isOrdered(job) ? undefined : await prepare(job, body, work)
    await write(next.body, work)
    if (made !== undefined && pending.awaits(job, made.order.work)) await orders.offer(made.id, made.order)
    await results.settle(next, 'done')
  }
}

async function write({ job, work, deliveries, ms, answer }: Result, all: Collect): Promise<void> {
  const { pending, desk, answers, onStep } = all
  const body = pending.jobOf(job)
  if (body !== undefined && pending.awaits(job, work)) {
    const found = 'digest' in answer ? await fetch(answer, answers) : answer
    // A result of another kind is none: the job stays open and is ordered again.
    if (found !== undefined && (found.type === 'failed' || found.type === kindOf[body.type])) {
      if (pending.close(job, work))
        await desk.answered({ id: job, body, times: deliveries, lease: '' }, found, ms)
    } else onStep?.(`what came for ${job} is no result and was let go`)
  }
  if ('digest' in answer) await answers.drop(answer).catch(() => undefined)
}

const kindOf = { examine: 'examined', judge: 'judged' } as const

async function fetch(
  parcel: Extract<Result['answer'], { digest: string }>,
  answers: Bucket,
): Promise<Answer | undefined> {
  try {
    return decodeAnswer(await answers.get(parcel))
  } catch (error) {
    if (error instanceof ClawbackError && error.code === 'INTAKE_FETCH') return undefined
    throw error
  }
}
