import type { Delivery, Queue } from './queue.js'

/**
 * The same queue, beating by itself for whatever is lent, as long as this process lives. A beat of the taker only says
 * whether the job is still its own: each costs a server three messages.
 */
export function keepLent<Body>(queue: Queue<Body>, everyMs: number): Queue<Body> {
  const beating = new Map<string, NodeJS.Timeout>()
  const stop = ({ lease }: Delivery<Body>): void => {
    clearInterval(beating.get(lease))
    beating.delete(lease)
  }
  return {
    ...queue,
    async take() {
      const delivery = await queue.take()
      if (delivery !== undefined)
        beating.set(
          delivery.lease,
          setInterval(() => {
            void queue.beat(delivery).then((ours) => {
              if (!ours) stop(delivery)
            })
          }, everyMs).unref(),
        )
      return delivery
    },
    beat: (delivery) => Promise.resolve(beating.has(delivery.lease)),
    settle(delivery, outcome) {
      stop(delivery)
      return queue.settle(delivery, outcome)
    },
  }
}
