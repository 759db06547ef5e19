import type { Delivery, Queue, QueueOptions } from './queue.js'

interface Job<Body> {
  readonly id: string
  readonly body: Body
  times: number
  lease: string | undefined
  timer?: NodeJS.Timeout
}

/** The queue of one process, in memory: what it held is found again in the store after a crash. */
export function createEmbeddedQueue<Body>(options: QueueOptions<Body>): Queue<Body> {
  const known = new Set<string>()
  const waiting: Job<Body>[] = []
  const lent = new Map<string, Job<Body>>()
  const takers: ((delivery: Delivery<Body> | undefined) => void)[] = []
  let closed = false

  const lend = (job: Job<Body>): Delivery<Body> => {
    const lease = `${job.id} ${++job.times}`
    job.lease = lease
    lent.set(lease, job)
    watch(job)
    return { id: job.id, body: job.body, times: job.times, lease }
  }
  const watch = (job: Job<Body>): void => {
    clearTimeout(job.timer)
    job.timer = setTimeout(() => giveBack(job), options.leaseMs)
    job.timer.unref()
  }
  const put = (job: Job<Body>): void => {
    const taker = closed ? undefined : takers.shift()
    if (taker === undefined) waiting.push(job)
    else taker(lend(job))
  }
  const release = (job: Job<Body>): void => {
    clearTimeout(job.timer)
    if (job.lease !== undefined) lent.delete(job.lease)
    job.lease = undefined
  }
  const giveBack = (job: Job<Body>): void => {
    release(job)
    if (job.times < options.maxDeliver) put(job)
    else options.onDead?.(job.id, job.body, job.times)
  }

  return {
    offer(id, body) {
      if (known.has(id)) return Promise.resolve(false)
      known.add(id)
      put({ id, body, times: 0, lease: undefined })
      return Promise.resolve(true)
    },
    take() {
      if (closed) return Promise.resolve(undefined)
      const job = waiting.shift()
      return job === undefined ? new Promise((resolve) => takers.push(resolve)) : Promise.resolve(lend(job))
    },
    beat({ lease }) {
      const job = lent.get(lease)
      if (job !== undefined) watch(job)
      return Promise.resolve(job !== undefined)
    },
    settle({ lease }, outcome) {
      const job = lent.get(lease)
      if (job === undefined) return Promise.resolve(false)
      if (outcome === 'done') release(job)
      else giveBack(job)
      return Promise.resolve(true)
    },
    close() {
      closed = true
      for (const job of lent.values()) clearTimeout(job.timer)
      for (const taker of takers.splice(0)) taker(undefined)
      return Promise.resolve()
    },
  }
}
