import type { NatsConnection } from '@nats-io/transport-node'
import { waitingIn } from '../../queue/nats/place.js'
import type { Queue } from '../../queue/queue.js'
import type { LabNames } from './names.js'
import type { Order } from './order.js'
import type { Pending } from './pending.js'

/** What becomes of an order that is nowhere. */
export interface Ends {
  /** Makes it anew; undefined when its job has ended. */
  readonly again: (job: string) => Promise<{ readonly id: string; readonly order: Order } | undefined>
  readonly onLost: (job: string) => void
}

/** Milliseconds between two looks. */
const lookMs = 5_000
/** Rounds in which a job may be ordered. */
const mostRounds = 3

/**
 * Looks now and then whether orders are out of which the server knows neither order nor result: a server that lost its
 * disk, or a worker that settled an order and sent nonsense. They are ordered again; the third time they are lost for
 * good. Two looks must agree, since a result may be on its way between two streams.
 */
export function watchStock(
  nc: NatsConnection,
  names: LabNames,
  pending: Pending,
  orders: Queue<Order>,
  { again, onLost }: Ends,
  everyMs: number = lookMs,
): { stop(): void } {
  let before = new Set<Order>()
  let looking = false
  const look = async (): Promise<void> => {
    const out = pending.out()
    const missing = (await isEmpty(nc, names)) ? out : []
    for (const order of missing.filter((one) => before.has(one))) {
      const made = Number(order.epoch.split(' ').at(-1)) < mostRounds ? await again(order.job) : undefined
      if (made !== undefined) await orders.offer(made.id, made.order)
      else if (pending.drop(order.job)) onLost(order.job)
    }
    before = new Set(missing)
  }
  const timer = setInterval(() => {
    if (looking || pending.isOver()) return
    looking = true
    // A server that does not answer just now is looked at the next time.
    void look()
      .catch(() => undefined)
      .finally(() => (looking = false))
  }, everyMs)
  return { stop: () => clearInterval(timer) }
}

async function isEmpty(nc: NatsConnection, names: LabNames): Promise<boolean> {
  const counts = await Promise.all([names.orders(''), names.results].map((place) => waitingIn(nc, place)))
  return counts.every((count) => count === 0)
}
