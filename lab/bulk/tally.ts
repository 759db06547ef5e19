import type { Clock } from '@clawback/model'

/** How a bulk run stands. */
export interface BulkProgress {
  /** Jobs of this run, and those that have ended, by status. */
  readonly total: number
  readonly done: number
  readonly failed: number
  /** Jobs that took a worker with them too often. */
  readonly crashed: number
  /** Milliseconds since the first job began. */
  readonly elapsedMs: number
  /** Jobs ended in a second, of late. */
  readonly rate: number
  /** Milliseconds left at that rate; undefined while nothing has ended. */
  readonly leftMs?: number
  /** Jobs under way, longest first. */
  readonly running: readonly Timed[]
  /** The ten that took longest so far. */
  readonly slowest: readonly Timed[]
}

export interface Timed {
  readonly id: string
  readonly ms: number
}

/** Counts jobs as they begin and end. */
export interface Tally {
  began(id: string): void
  /** Gives the milliseconds it took: since it began, or as told. */
  ended(id: string, status: 'done' | 'failed' | 'crashed', took?: number): number
  left(): number
  now(): BulkProgress
}

/** Milliseconds over which the rate is taken. */
const windowMs = 30_000
const slowestKept = 10

export function createTally(total: number, clock: Clock): Tally {
  const started = clock.monotonic()
  const counts = { done: 0, failed: 0, crashed: 0 }
  const running = new Map<string, number>()
  let slowest: Timed[] = []
  const ends: number[] = []
  const ended = (): number => counts.done + counts.failed + counts.crashed
  return {
    began: (id) => void running.set(id, clock.monotonic()),
    ended(id, status, took) {
      const at = clock.monotonic()
      const ms = took ?? Math.round(at - (running.get(id) ?? at))
      running.delete(id)
      counts[status]++
      ends.push(at)
      slowest = [...slowest, { id, ms }].sort((a, b) => b.ms - a.ms).slice(0, slowestKept)
      return ms
    },
    left: () => total - ended(),
    now() {
      const at = clock.monotonic()
      while (ends[0] !== undefined && ends[0] < at - windowMs) ends.shift()
      const seconds = Math.max(0.001, Math.min(windowMs, at - started) / 1000)
      const rate = ends.length / seconds
      return {
        total,
        ...counts,
        elapsedMs: at - started,
        rate,
        ...(rate === 0 ? {} : { leftMs: ((total - ended()) / rate) * 1000 }),
        running: [...running]
          .map(([id, began]) => ({ id, ms: Math.round(at - began) }))
          .sort((a, b) => b.ms - a.ms),
        slowest,
      }
    },
  }
}
