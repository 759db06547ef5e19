import {
  AckPolicy,
  DeliverPolicy,
  DiscardPolicy,
  RetentionPolicy,
  StorageType,
  jetstreamManager,
} from '@nats-io/jetstream'
import { nanos } from '@nats-io/transport-node'
import type { NatsConnection } from '@nats-io/transport-node'
import { isGone } from './errors.js'

/** Names of one queue on a server. `<subject>.work` holds jobs, `<subject>.dead` those that were lent too often. */
export interface QueuePlace {
  readonly stream: string
  readonly subject: string
  /** Consumer that takers share. */
  readonly takers: string
}

/** Name of the consumer that whoever made the queue reads the dead by. */
export const deadConsumer = 'dead'

export interface PlaceOptions {
  /** Milliseconds after which the server lends a silent taker's job again. */
  readonly ackMs: number
  /** Throw away what an earlier queue of this name holds. */
  readonly replace?: boolean
  /** Lend at once what an earlier process had been lent: for takers of which there is only one. */
  readonly takeOver?: boolean
}

/** Milliseconds in which an id is known to the server although its job has ended. */
const dedupeMs = 24 * 3_600_000
/** Milliseconds after which what nobody fetched is thrown away: nothing stays for ever of a run that is never gone on with. */
export const keptMs: number = 30 * 24 * 3_600_000

/** Makes the stream (work queue, on disk) and its consumers (explicit ack), or finds them made. */
export async function makePlace(nc: NatsConnection, place: QueuePlace, options: PlaceOptions): Promise<void> {
  const { streams, consumers } = await jetstreamManager(nc)
  if (options.replace === true) await dropPlace(nc, place)
  await streams.add({
    name: place.stream,
    subjects: [workSubject(place), deadSubject(place)],
    retention: RetentionPolicy.Workqueue,
    storage: StorageType.File,
    discard: DiscardPolicy.New,
    duplicate_window: nanos(dedupeMs),
    max_age: nanos(keptMs),
  })
  const consumer = {
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    ack_wait: nanos(options.ackMs),
    // Counted by takers, which then say that a job is dead: the server only drops it, and tells whoever listens just then.
    max_deliver: -1,
    max_ack_pending: 100_000,
  }
  if (options.takeOver === true)
    await consumers.delete(place.stream, place.takers).catch((error: unknown) => {
      if (!isGone(error)) throw error
    })
  await consumers.add(place.stream, {
    ...consumer,
    durable_name: place.takers,
    filter_subject: workSubject(place),
  })
  await consumers.add(place.stream, {
    ...consumer,
    durable_name: deadConsumer,
    filter_subject: deadSubject(place),
  })
}

/** Throws a queue away; takers that wait in it go home. */
export async function dropPlace(nc: NatsConnection, { stream }: QueuePlace): Promise<void> {
  const { streams } = await jetstreamManager(nc)
  await streams.delete(stream).catch((error: unknown) => {
    if (!isGone(error)) throw error
  })
}

/** Jobs a stream holds, lent ones and dead ones included. */
export async function waitingIn(nc: NatsConnection, { stream }: QueuePlace): Promise<number> {
  const { streams } = await jetstreamManager(nc, { checkAPI: false })
  return (await streams.info(stream)).state.messages
}

export function workSubject({ subject }: QueuePlace): string {
  return `${subject}.work`
}

export function deadSubject({ subject }: QueuePlace): string {
  return `${subject}.dead`
}
