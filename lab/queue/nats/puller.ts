import { setTimeout as pause } from 'node:timers/promises'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import type { Consumer, JsMsg } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import { isGone, isRefusal, queueError } from './errors.js'

/** Asks one consumer for one message at a time. */
export interface Puller {
  /** The next message, waiting as long as it takes; undefined once closed, or when the consumer is no more. */
  next(): Promise<JsMsg | undefined>
  /** Sends home who waits; resolves when nothing is on its way any more. */
  close(): Promise<void>
}

/** Milliseconds one question stands: what was asked of a server that then restarted is asked again after so long. */
const askMs = 1_000
/** Milliseconds between two tries when the server does not answer. */
const againMs = 100

/** Opens a puller; nothing is asked of the server before the first `next`, which throws QUEUE_REFUSED. */
export function createPuller(nc: NatsConnection, stream: string, name: string): Puller {
  let closed = false
  const isClosed = (): boolean => closed || nc.isClosed()
  let close: () => void = () => undefined
  const closing = new Promise<undefined>((resolve) => {
    close = () => resolve(undefined)
  })
  let consumer: Promise<Consumer> | undefined
  const found = (): Promise<Consumer> => {
    consumer ??= jetstream(nc).consumers.get(stream, name)
    consumer.catch(() => (consumer = undefined))
    return consumer
  }
  /** Whether the consumer is no more; a server that is away is no such case. */
  const isOver = async (): Promise<boolean> => {
    try {
      await (await jetstreamManager(nc, { checkAPI: false })).consumers.info(stream, name)
      return false
    } catch (error) {
      if (isRefusal(error)) throw queueError(error, nc.getServer())
      return isGone(error)
    }
  }
  const ask = async (): Promise<JsMsg | undefined> => {
    for (;;) {
      if (isClosed()) return undefined
      try {
        const message = (await (await found()).next({ expires: askMs })) ?? undefined
        // Nobody waits for it any more: it goes to another taker at once.
        if (isClosed()) message?.nak()
        else if (message !== undefined) return message
        else if (await isOver()) return undefined
      } catch (error) {
        if (isRefusal(error)) throw queueError(error, nc.getServer())
        if (isGone(error) || (await isOver())) return undefined
        await pause(againMs)
      }
    }
  }
  const asked = new Set<Promise<unknown>>()
  return {
    next() {
      const answer = ask()
      asked.add(answer)
      const forget = (): void => void asked.delete(answer)
      answer.then(forget, forget)
      return Promise.race([answer, closing])
    },
    async close() {
      closed = true
      close()
      // A job that is on its way must be given back while there is a connection, or it waits for its lease.
      await Promise.race([Promise.allSettled(asked), pause(2 * askMs, undefined, { ref: false })])
    },
  }
}
