import { join } from 'node:path'
import { ClawbackError } from '@clawback/model'
import type { NatsConnection } from '@nats-io/transport-node'
import type { Bucket } from '../../queue/nats/bucket.js'
import { isGone } from '../../queue/nats/errors.js'
import type { Delivery, Queue } from '../../queue/queue.js'
import type { Desk } from '../crew.js'
import type { Answer, ToWorker } from '../messages.js'
import { askKnown } from './admission.js'
import { bytesOf } from './enclosed.js'
import type { LabNames } from './names.js'
import type { Order } from './order.js'
import { decodePacket } from './packet.js'
import { encodeAnswer, resultCodec } from './result.js'
import type { Result } from './result.js'
import { isSegment, malformed } from './sample.js'
import { isBytes, largestParcel, membersOf } from './shape.js'

export interface RemoteDeskOptions {
  readonly nc: NatsConnection
  readonly names: LabNames
  readonly samples: Bucket
  readonly answers: Bucket
  readonly results: Queue<Result>
  /** Folder for what is brought here. */
  readonly workdir: string
  readonly onBegan?: (job: string) => void
  readonly onEnded?: (job: string, status: 'done' | 'failed' | 'lost') => void
}

/** Bytes of a message that are not the answer: ids, digests, the subject. */
const overhead = 32_768

/** The desk of a worker: brings what an order is about, and sends what came of it. */
export function openRemoteDesk(options: RemoteDeskOptions): Desk<Order> {
  const { nc, names, samples, answers, results, workdir, onBegan, onEnded } = options
  const began = new Map<string, number>()
  let laid = 0
  const forget = ({ lease }: Delivery<Order>): number => {
    const since = began.get(lease) ?? performance.now()
    began.delete(lease)
    return Math.round(performance.now() - since)
  }
  const brief = async ({ body: { task } }: Delivery<Order>): Promise<ToWorker> => {
    if (task.type === 'judge') return observed(await bytesOf(task.sample, samples))
    const { locator, name, sha256, sample, starts } = task
    const said = {
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(starts === undefined ? {} : { starts }),
    }
    if (sample === undefined) return { type: 'examine', locator, ...said }
    const packed = await bytesOf(sample, samples)
    // Laid out by the process that reads it, where it has to lie at all; what a lost one leaves goes with the folder.
    if (!isSegment(name)) throw malformed('its name is none')
    const place = join(workdir, `sample-${++laid}`, name)
    return { type: 'examine', locator: place, as: locator, packed, ...said }
  }
  return {
    async brief(delivery) {
      began.set(delivery.lease, performance.now())
      onBegan?.(delivery.body.job)
      try {
        return await brief(delivery)
      } catch (error) {
        if (!(error instanceof ClawbackError) || error.exitCode !== 3) throw error
        return { type: 'failed', code: error.code, reason: error.message.slice(0, 1_000), rss: 0 }
      }
    },
    known: (artifacts) => askKnown(nc, names, artifacts),
    began: () => undefined,
    async answered(delivery, answer) {
      const ms = forget(delivery)
      const { job, work, epoch } = delivery.body
      const most = (nc.info?.max_payload ?? 1_048_576) - overhead
      try {
        const whole: Result = { job, work, deliveries: delivery.times, ms, answer }
        const sent =
          resultCodec.encode(whole).length > most
            ? { ...whole, answer: await answers.put(encodeAnswer(answer)) }
            : whole
        await results.offer(`${epoch} ${work}`, sent)
      } catch (error) {
        // The run is over or has begun anew: nobody waits for this.
        if (!isGone(error)) throw error
      }
      onEnded?.(job, statusOf(answer))
    },
    lost(delivery) {
      forget(delivery)
      onEnded?.(delivery.body.job, 'lost')
    },
  }
}

function statusOf({ type }: Answer): 'done' | 'failed' {
  return type === 'failed' ? 'failed' : 'done'
}

/** What was observed, as it came; its content is read by the process that judges and by nobody else. */
function observed(bytes: Uint8Array): ToWorker {
  const kept = membersOf(decodePacket(bytes))
  const { frame, facts, events } = kept ?? {}
  if (!isBytes(frame, largestParcel) || !isBytes(facts, largestParcel) || !isBytes(events, largestParcel))
    throw new ClawbackError('INPUT_MALFORMED', {
      where: 'an observation from the queue',
      detail: 'it is none',
      mend: 'Check who may write there.',
    })
  return { type: 'judge', frame, facts, events }
}
