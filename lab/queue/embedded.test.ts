import { vi } from 'vitest'
import { createEmbeddedQueue } from './embedded.js'
import { queueContract } from './testing/contract.js'

queueContract('the embedded queue', () => {
  vi.useFakeTimers()
  return {
    open: (options) => Promise.resolve(createEmbeddedQueue(options)),
    pass: async (ms) => void (await vi.advanceTimersByTimeAsync(ms)),
    clear: () => Promise.resolve(void vi.useRealTimers()),
  }
})
