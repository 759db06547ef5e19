import { vi } from 'vitest'
import { createEmbeddedQueue } from './embedded.js'
import { queueContract } from './testing/contract.js'

queueContract('the embedded queue', () => {
  vi.useFakeTimers()
  return Promise.resolve({
    leaseMs: 1_000,
    histories: 30,
    open: (options) => Promise.resolve(createEmbeddedQueue(options)),
    async pass(ms) {
      await vi.advanceTimersByTimeAsync(ms)
    },
    clear: () => {
      vi.useRealTimers()
      return Promise.resolve()
    },
  })
})
