import type { PlanExpr, PlanRule } from '@clawback/model'
import type { LoadedRule } from '../load.js'
import { depthCap } from '../match/check.js'
import { compileExpr } from '../match/expr.js'
import type { Predicate } from '../match/expr.js'
import type { Cell, View } from '../match/view.js'

/** Whether the value of this field, by itself, already says that the rule cannot hold. The value is the only one. */
export type Refusal = (cell: Cell, view: View) => boolean

/**
 * Of all that must hold for a rule, some parts look at one field only: whatever else the event says, a value they do not
 * hold for is refused. Asked once of a value that comes again, so it compiles what it needs on first use.
 */
export function refusalOf({ rule, lists }: LoadedRule): Refusal {
  let byField: Map<string, Predicate[]> | undefined
  return (cell, view) => {
    byField ??= partsByField(rule, (part) => compileExpr(part, rule.detections, view, lists))
    for (const holds of byField.get(cell.name) ?? []) if (!holds(view)) return true
    return false
  }
}

function partsByField(rule: PlanRule, compile: (part: PlanExpr) => Predicate): Map<string, Predicate[]> {
  const found = new Map<string, Predicate[]>()
  for (const part of conjuncts(rule.condition, rule, 0)) {
    const fields = new Set<string | null>()
    gather(part, rule, fields, 0)
    const [field] = fields
    if (fields.size !== 1 || typeof field !== 'string') continue
    const known = found.get(field)
    if (known === undefined) found.set(field, [compile(part)])
    else known.push(compile(part))
  }
  return found
}

function conjuncts(expr: PlanExpr, rule: PlanRule, depth: number): readonly PlanExpr[] {
  if (depth > depthCap) return []
  if ('and' in expr) return expr.and.flatMap((item) => conjuncts(item, rule, depth + 1))
  const target = named(expr, rule)
  return target === undefined ? [expr] : conjuncts(target, rule, depth + 1)
}

/** The fields an expression looks at; null among them when it is not those of one value alone. */
function gather(expr: PlanExpr, rule: PlanRule, fields: Set<string | null>, depth: number): void {
  if (depth > depthCap || fields.size > 1) fields.add(null)
  else if ('and' in expr) for (const item of expr.and) gather(item, rule, fields, depth + 1)
  else if ('or' in expr) for (const item of expr.or) gather(item, rule, fields, depth + 1)
  else if ('not' in expr) gather(expr.not, rule, fields, depth + 1)
  else if ('use' in expr) {
    const target = named(expr, rule)
    if (target === undefined) fields.add(null)
    else gather(target, rule, fields, depth + 1)
  } else {
    const tests = 'any' in expr ? expr.any : expr.all
    fields.add(tests.some(({ op }) => op === 'field') ? null : expr.field)
  }
}

function named(expr: PlanExpr, { detections }: PlanRule): PlanExpr | undefined {
  return 'use' in expr && Object.hasOwn(detections, expr.use) ? detections[expr.use] : undefined
}
