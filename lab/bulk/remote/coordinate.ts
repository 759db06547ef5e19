import { randomUUID } from 'node:crypto'
import type { Pack } from '@clawback/model'
import type { NatsConnection } from '@nats-io/transport-node'
import { openBucket } from '../../queue/nats/bucket.js'
import type { Bucket } from '../../queue/nats/bucket.js'
import { connectNats } from '../../queue/nats/connect.js'
import { dropPlace, waitingIn } from '../../queue/nats/place.js'
import { makeNatsQueue } from '../../queue/nats/queue.js'
import type { Queue } from '../../queue/queue.js'
import type { RunDesk } from '../desk.js'
import type { BulkJob } from '../messages.js'
import { defaultLeaseMs } from './broker.js'
import type { Broker } from './broker.js'
import { answerWorkers, claimLab } from './admission.js'
import { collect, takeOver } from './collect.js'
import { dispatch, prepare } from './dispatch.js'
import { labNames } from './names.js'
import type { LabNames } from './names.js'
import { orderCodec } from './order.js'
import type { Order } from './order.js'
import { openLedgerOfOrders } from './pending.js'
import { resultCodec } from './result.js'
import type { Result } from './result.js'
import { watchStock } from './stock.js'
import { nameTerms } from './terms.js'
import type { Terms } from './terms.js'

export interface RemoteWork {
  readonly broker: Broker
  readonly jobs: ReadonlyMap<string, BulkJob>
  readonly desk: RunDesk
  readonly terms: Terms
  readonly packs: readonly Pack[]
  /** Times a job is lent at most. */
  readonly maxDeliver: number
  readonly onStep?: (text: string) => void
}

/** Times a result is read before it is let go: only a coordinator that dies over it reads it again. */
const mostReadings = 20

/**
 * Hands jobs to workers elsewhere and writes what they send, until every job has ended. Results that an earlier
 * coordinator did not live to read are read first; orders are written anew. What is on the server goes when all is done,
 * and stays when this ends by an error, for the one who goes on. Throws QUEUE_UNREACHABLE, QUEUE_REFUSED, QUEUE_BUSY.
 */
export async function workOffRemotely(work: RemoteWork): Promise<void> {
  const { broker, jobs, desk, terms, maxDeliver, onStep } = work
  const names = labNames(broker.lab)
  const nc = await connectNats(broker, 'coordinator')
  try {
    await claimLab(nc, names)
    const parts = await openParts(nc, names, work)
    const { orders, results, samples, answers } = parts
    const pending = openLedgerOfOrders(jobs, nameTerms(terms), randomUUID())
    desk.onDrained(() => {
      pending.end()
      // What is still asked of the server ends with the connection: no result is waited for any more.
      results.close().catch(() => undefined)
      return Promise.resolve()
    })
    parts.onDead((order, times) => {
      const job = pending.jobOf(order.job)
      if (job !== undefined && pending.close(order.job, order.work)) desk.died(order.job, job, times)
    })
    const door = answerWorkers(nc, names, {
      terms,
      packs: work.packs,
      known: (artifacts) => desk.known(artifacts),
      ...(onStep === undefined ? {} : { onStep }),
    })
    const mostMessage = nc.info?.max_payload ?? 1_048_576
    const all = { ...parts, desk, pending, mostMessage, ...(onStep === undefined ? {} : { onStep }) }
    const stock = watchStock(nc, names, pending, orders, {
      async again(job) {
        const body = pending.jobOf(job)
        return body === undefined ? undefined : await prepare(job, body, all)
      },
      onLost(job) {
        const body = pending.jobOf(job)
        if (body !== undefined) desk.died(job, body, maxDeliver)
      },
    })
    try {
      await takeOver(all, await waitingIn(nc, names.results))
      const dispatched = dispatch(all)
      // What cannot be dispatched ends the collecting, which would wait for ever.
      dispatched.catch(() => results.close())
      await collect(all)
      await dispatched
    } finally {
      stock.stop()
      // Who goes home now waits for the next run and not for the end of this one.
      door.stop()
      await orders.close()
    }
    await desk.settled()
    await clean(nc, names, work, [samples, answers])
  } finally {
    await nc.close()
  }
}

interface Parts {
  readonly orders: Queue<Order>
  readonly results: Queue<Result>
  readonly samples: Bucket
  readonly answers: Bucket
  onDead(call: (order: Order, times: number) => void): void
}

async function openParts(nc: NatsConnection, names: LabNames, work: RemoteWork): Promise<Parts> {
  const { broker, terms, maxDeliver } = work
  const leaseMs = broker.leaseMs ?? defaultLeaseMs
  let heard: (order: Order, times: number) => void = () => undefined
  const results = await makeNatsQueue<Result>(nc, {
    place: names.results,
    codec: resultCodec,
    leaseMs: 60_000,
    maxDeliver: mostReadings,
    takeOver: true,
  })
  const orders = await makeNatsQueue<Order>(nc, {
    place: names.orders(nameTerms(terms)),
    codec: orderCodec,
    leaseMs,
    maxDeliver,
    replace: true,
    onDead: (_, order, times) => heard(order, times),
  })
  const samples = await openBucket(nc, names.samples, true)
  const answers = await openBucket(nc, names.answers, true)
  return { orders, results, samples, answers, onDead: (call) => void (heard = call) }
}

async function clean(
  nc: NatsConnection,
  names: LabNames,
  { terms }: RemoteWork,
  buckets: readonly Bucket[],
): Promise<void> {
  // Orders first: workers that find them gone go home and put nothing more anywhere.
  await dropPlace(nc, names.orders(nameTerms(terms)))
  await dropPlace(nc, names.results)
  for (const bucket of buckets) await bucket.destroy()
}
