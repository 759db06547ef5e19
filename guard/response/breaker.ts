/** Keeps a provider that does not answer from holding up the others. In memory: after a restart it is tried at once. */
export interface Breaker {
  /** Milliseconds to wait before asking the provider; 0 to ask now. While it is open, one asker at a time goes ahead. */
  wait(provider: string, now: number): number
  answered(provider: string): void
  failed(provider: string, now: number): void
}

/** Failures in a row that open it, and how long it stays open before one asker may try. */
const tolerated = 5
const pause = 5_000

export function createBreaker(): Breaker {
  const failures = new Map<string, { count: number; until: number }>()
  return {
    wait: (provider, now) => {
      const known = failures.get(provider)
      if (!known || known.count < tolerated) return 0
      if (known.until > now) return known.until - now
      known.until = now + pause
      return 0
    },
    answered: (provider) => {
      failures.delete(provider)
    },
    failed: (provider, now) => {
      const { count } = failures.get(provider) ?? { count: 0 }
      failures.set(provider, { count: count + 1, until: now + pause })
    },
  }
}
