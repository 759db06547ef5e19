import type { Clock } from '@clawback/model'

/** Port: time that passes. A clock, and something done after a while; the answer calls it off. */
export interface Time extends Clock {
  after(ms: number, work: () => void): () => void
}

/** The machine's own time. Waiting does not keep the process alive. */
export const machineTime: Time = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (ms, work) => {
    const timer = setTimeout(work, Math.min(ms, 2 ** 31 - 1)).unref()
    return () => clearTimeout(timer)
  },
}
