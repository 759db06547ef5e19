import type { PlanExpr, PlanRule } from '@clawback/model'
import type { PackProblem } from './problem.js'
import { placeOf } from './rule-place.js'
import type { PackSource } from './source.js'

/** Parts of a rule that its condition never asks: whoever wrote one believes that it counts. */
export function lintDetections({ plan }: PackSource): PackProblem[] {
  return plan.rules.flatMap((rule) => {
    const used = usesOf(rule)
    return Object.keys(rule.detections)
      .filter((name) => !used.has(name))
      .map((name): PackProblem => ({
        severity: 'error',
        ...placeOf(rule),
        detail: `the condition of ${rule.id} does not use ${name}`,
        mend: 'Use it in the condition, or drop it.',
        rule: rule.id,
      }))
  })
}

function usesOf({ condition, detections }: PlanRule): ReadonlySet<string> {
  const used = new Set<string>()
  const visit = (expr: PlanExpr): void => {
    if ('and' in expr) expr.and.forEach(visit)
    else if ('or' in expr) expr.or.forEach(visit)
    else if ('not' in expr) visit(expr.not)
    else if ('use' in expr && !used.has(expr.use)) {
      used.add(expr.use)
      const target = detections[expr.use]
      if (target !== undefined) visit(target)
    }
  }
  visit(condition)
  return used
}
