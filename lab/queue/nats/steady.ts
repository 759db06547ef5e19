import { setTimeout as pause } from 'node:timers/promises'
import { isGone, isRefusal, queueError } from './errors.js'
import type { Place } from './errors.js'

/** Milliseconds between two tries. */
const againMs = 200
/** Milliseconds a server may be away until it counts as gone. */
export const patienceMs = 300_000

/**
 * Does something that may be done twice until it is done, over restarts of the server. Throws QUEUE_REFUSED at once,
 * QUEUE_UNREACHABLE after `patience`, and what says that a stream is gone as it is.
 */
export async function steadily<T>(
  place: Place,
  work: () => Promise<T>,
  patience: number = patienceMs,
): Promise<T> {
  const until = performance.now() + patience
  for (;;)
    try {
      return await work()
    } catch (error) {
      if (isGone(error)) throw error
      if (isRefusal(error) || performance.now() > until) throw queueError(error, place)
      await pause(againMs)
    }
}
