import type { PlanCorrelation } from '@clawback/model'
import { valuesOf } from './group.js'
import type { Group } from './group.js'
import type { Hit } from './windows.js'

/** What a correlation says of one window of one group. */
export interface Finding {
  readonly state: 'certain' | 'final' | 'retracted'
  readonly group: readonly string[]
  /** The same however the events arrived: tells this window of this group from all others. */
  readonly dedupe: string
  /** Event time of the last entry. */
  readonly time: number
  readonly from: number
  readonly to: number
  readonly refs: readonly string[]
  readonly refCount: number
}

const refCap = 64

/** What is said of a window that holds. */
export function findingOf(group: Group, hit: Hit, state: 'certain' | 'final'): Finding {
  const entries = group.entries.slice(hit.from, hit.to + 1)
  const refs = [...new Set(entries.flatMap((entry) => entry.refs ?? [entry.id]))]
  return {
    state,
    group: valuesOf(group),
    dedupe: `${group.key}@${hit.start === -Infinity ? 'all' : hit.start}`,
    time: entries.at(-1)?.time ?? 0,
    from: entries[0]?.time ?? 0,
    to: entries.at(-1)?.time ?? 0,
    refs: refs.slice(0, refCap),
    refCount: refs.length,
  }
}

/** What takes back that the window that began at `start` holds. */
export function retractionOf(plan: PlanCorrelation, group: Group, start: number, dedupe: string): Finding {
  const to = plan.window === 'session' ? start : start + plan.timespan
  return {
    state: 'retracted',
    group: valuesOf(group),
    dedupe,
    time: start,
    from: start,
    to,
    refs: [],
    refCount: 0,
  }
}
