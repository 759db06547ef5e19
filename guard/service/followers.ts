import type { Alert, AgentEvent } from '@clawback/model'

/** One line of what a guard tells whoever follows it. */
export type Told =
  | ({ readonly type: 'event' } & AgentEvent)
  | { readonly type: 'alert'; readonly incident: string; readonly alert: Alert }

/** Whoever listens to a running guard. A listener that cannot keep up misses lines and is told how many. */
export interface Followers {
  tell(told: Told): void
  follow(listener: (told: Told) => void): () => void
  readonly count: number
}

export function createFollowers(): Followers {
  const listeners = new Set<(told: Told) => void>()
  return {
    tell: (told) => {
      for (const listener of listeners) listener(told)
    },
    follow: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    get count() {
      return listeners.size
    },
  }
}
