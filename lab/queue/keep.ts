import type { Delivery, Queue } from './queue.js'

/** The same queue, beating by itself for whatever is lent, as long as this process lives. */
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
    settle(delivery, outcome) {
      stop(delivery)
      return queue.settle(delivery, outcome)
    },
  }
}
