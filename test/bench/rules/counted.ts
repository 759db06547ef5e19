import type { Plan } from '@clawback/model'
import { compileRules } from 'sigma-to-ts'

/** One rule that every event with `what: x` meets, and a count of these by `who`. */
export function countOf(timespan: string, least: number, type = 'event_count', field?: string): Plan {
  const text = `title: B
name: b
logsource: {product: agent}
detection: {s: {what: x}, condition: s}
---
title: C
correlation:
  type: ${type}
  rules: [b]
  group-by: [who]
  timespan: ${timespan}
  condition: {gte: ${least}${field === undefined ? '' : `, field: ${field}`}}
`
  const { plan, errors } = compileRules([{ path: 'count.yml', text }])
  if (plan.correlations.length !== 1) throw new Error(`the count was refused: ${JSON.stringify(errors)}`)
  return plan
}
