import type { PlanCorrelation } from '@clawback/model'

/**
 * Whether more events can only make the condition truer (events.md, Alerts in time). Amounts are taken to be positive, so
 * that a sum fires while the pull is still small; should a negative one come late, the close of the window takes it back.
 */
export function firesEarly({ correlation, condition, seen }: PlanCorrelation): boolean {
  const counts = /^(event_count|value_count|value_sum|temporal|temporal_ordered)$/.test(correlation)
  const upward = condition.every(({ op }) => op === 'gt' || op === 'gte')
  return counts && upward && (seen === undefined || !JSON.stringify(seen).includes('"not":'))
}

/** How many entries a window holds at least when the condition of a count holds. */
export function leastEntries({ correlation, condition }: PlanCorrelation): number {
  if (correlation !== 'event_count' && correlation !== 'value_count') return 1
  return Math.max(
    1,
    ...condition.map(({ op, value }) => (op === 'gt' ? Math.floor(value) + 1 : op === 'gte' ? value : 1)),
  )
}
