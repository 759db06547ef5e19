import { createHash } from 'node:crypto'
import { jetstream } from '@nats-io/jetstream'
import type { JsMsg } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import type { Delivery, Queue, QueueOptions } from '../queue.js'
import { seal, unseal } from './envelope.js'
import type { Codec } from './envelope.js'
import { hasNoResponders } from './errors.js'
import { deadConsumer, deadSubject, makePlace, waitingIn, workSubject } from './place.js'
import type { PlaceOptions, QueuePlace } from './place.js'
import { createPuller } from './puller.js'
import { steadily } from './steady.js'

export interface NatsQueueOptions<Body> extends QueueOptions<Body> {
  readonly place: QueuePlace
  readonly codec: Codec<Body>
}

/** One lending, as this process knows it. */
interface Loan {
  readonly message: JsMsg
  readonly id: string
  readonly body: Uint8Array
  readonly times: number
  /** Time of our clock from which on the job counts as lost. */
  until: number
}

/** Milliseconds by which the server waits longer than takers believe: who comes back late knows it before others have the job. */
const graceMs = 50
/** Milliseconds for one answer of the server. */
const answerMs = 2_000

/** Makes a queue on a server, or finds it made, and opens it. `onDead` is heard by the one who made it. */
export async function makeNatsQueue<Body>(
  nc: NatsConnection,
  options: NatsQueueOptions<Body> & Omit<PlaceOptions, 'ackMs'>,
): Promise<Queue<Body>> {
  const { leaseMs, replace = false, takeOver = false, place } = options
  const ackMs = leaseMs + Math.max(graceMs, leaseMs * 0.05)
  await steadily(nc.getServer(), () => makePlace(nc, place, { ackMs, replace, takeOver }))
  return openNatsQueue(nc, options, createPuller(nc, place.stream, deadConsumer))
}

/** Opens a queue that another process has made. Once that one is thrown away, `take` gives undefined. */
export function joinNatsQueue<Body>(nc: NatsConnection, options: NatsQueueOptions<Body>): Queue<Body> {
  return openNatsQueue(nc, options)
}

/**
 * The Queue port over a JetStream work-queue stream. The server keeps jobs and lends them again; it does not say whether a
 * lease still stands, so each taker keeps its own clock, which runs out before the server's.
 */
function openNatsQueue<Body>(
  nc: NatsConnection,
  { place, codec, leaseMs, maxDeliver, onDead }: NatsQueueOptions<Body>,
  dead?: ReturnType<typeof createPuller>,
): Queue<Body> {
  const js = jetstream(nc, { timeout: answerMs })
  const work = createPuller(nc, place.stream, place.takers)
  const loans = new Map<string, Loan>()

  const publish = (subject: string, id: string, body: Uint8Array): Promise<boolean> =>
    steadily(nc.getServer(), async () => {
      const msgID = `${subject === workSubject(place) ? '' : 'dead '}${digest(id)}`
      const { duplicate } = await js
        .publish(subject, seal(id, body), { msgID })
        .catch(async (error: unknown) => {
          // Nobody listens: either there is no such stream any more, which this then says, or a server is starting.
          if (hasNoResponders(error)) await waitingIn(nc, place)
          throw error
        })
      return !duplicate
    })
  const bury = async ({ message, id, body }: Pick<Loan, 'message' | 'id' | 'body'>): Promise<void> => {
    await publish(deadSubject(place), id, body)
    message.term()
    await nc.flush()
  }
  const standing = ({ lease }: Delivery<Body>): Loan | undefined => {
    const loan = loans.get(lease)
    if (loan === undefined || performance.now() < loan.until) return loan
    loans.delete(lease)
    return undefined
  }
  const listen = async (): Promise<void> => {
    for (let message = await dead?.next(); message !== undefined; message = await dead?.next()) {
      const one = unseal(message.data)
      const body = one === undefined ? undefined : codec.decode(one.body)
      if (one !== undefined && body !== undefined) onDead?.(one.id, body, maxDeliver)
      message.ack()
    }
  }
  // What ends the listening ends `take` too, which tells of it.
  void listen().catch(() => undefined)

  return {
    offer: (id, body) => publish(workSubject(place), id, codec.encode(body)),
    async take() {
      for (;;) {
        const asked = performance.now()
        const message = await work.next()
        if (message === undefined) return undefined
        const one = unseal(message.data)
        const body = one === undefined ? undefined : codec.decode(one.body)
        if (one === undefined || body === undefined) {
          message.term('no job')
          continue
        }
        const times = message.info.deliveryCount
        if (times > maxDeliver) {
          await bury({ ...one, message })
          continue
        }
        const lease = `${one.id} ${times} ${message.seq}`
        const from = Math.max(asked, performance.now())
        loans.set(lease, { ...one, message, times, until: from + leaseMs })
        return { id: one.id, body, times, lease }
      }
    },
    async beat(delivery) {
      const loan = standing(delivery)
      if (loan === undefined) return false
      const sent = performance.now()
      loan.message.working()
      // The server has read it once it answers what came after it; without an answer the lease is not longer.
      if (await nc.flush().then(yes, no)) loan.until = Math.max(loan.until, sent + leaseMs)
      return standing(delivery) !== undefined
    },
    async settle(delivery, outcome) {
      const loan = standing(delivery)
      if (loan === undefined) return false
      loans.delete(delivery.lease)
      if (outcome === 'done') return await loan.message.ackAck({ timeout: answerMs }).then(yes, no)
      if (loan.times >= maxDeliver) await bury(loan)
      else loan.message.nak()
      return await nc.flush().then(yes, no)
    },
    async close() {
      // What is dead stays so for the next one who listens.
      void dead?.close()
      await work.close()
    },
  }
}

function digest(id: string): string {
  return createHash('sha256').update(id).digest('hex')
}

const yes = (): boolean => true
const no = (): boolean => false
