import type { Time } from '../time.js'

/** Time that passes only when told to. Due work runs in order of its time. */
export interface FakeTime extends Time {
  advance(ms: number): void
  /** When the next piece of work is due. */
  next(): number | undefined
}

export function fakeTime(start: number = Date.parse('2026-01-01T02:00:00Z')): FakeTime {
  let now = start
  let waiting: { readonly at: number; readonly work: () => void }[] = []
  const next = (): number | undefined =>
    waiting.reduce<number | undefined>((least, { at }) => Math.min(least ?? at, at), undefined)
  return {
    now: () => now,
    monotonic: () => now - start,
    after: (ms, work) => {
      const entry = { at: now + ms, work }
      waiting.push(entry)
      return () => {
        waiting = waiting.filter((other) => other !== entry)
      }
    },
    next,
    advance: (ms) => {
      const end = now + ms
      for (let at = next(); at !== undefined && at <= end; at = next()) {
        const due = waiting.find((entry) => entry.at === at)
        waiting = waiting.filter((entry) => entry !== due)
        now = Math.max(now, at)
        due?.work()
      }
      now = end
    },
  }
}
