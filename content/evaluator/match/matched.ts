import type { PlanExpr, PlanRule } from '@clawback/model'
import { compileExpr } from './expr.js'
import type { Lists } from './tests.js'
import { cellOf, read } from './view.js'
import type { View } from './view.js'

const fieldCap = 16
const valueCap = 256

/**
 * The fields a matching rule rests on, with their values in the event at hand: those of the parts that hold and are not
 * negated. Only called for matches, so it compiles what it needs on first use.
 */
export function matchedFields(
  rule: PlanRule,
  lists: Lists,
): (view: View) => Readonly<Record<string, string>> {
  let parts: readonly Part[] | undefined
  return (view) => {
    parts ??= positiveParts(rule.condition, rule.detections).map((expr) => ({
      field: expr.field,
      holds: compileExpr(expr, {}, view, lists),
    }))
    // Not an object without a prototype: V8 keeps those as slow tables. The one name that would not be a field is left out.
    const out: Record<string, string> = {}
    let count = 0
    for (const { field, holds } of parts) {
      if (field === null || field === '__proto__' || Object.hasOwn(out, field)) continue
      if (count >= fieldCap || !holds(view)) continue
      const cell = read(view, cellOf(view, field))
      if (cell.size === 0) continue
      const text = cell.texts.slice(0, cell.size).join(', ').toWellFormed()
      out[field] = text.length > valueCap ? `${text.slice(0, valueCap - 1)}…` : text
      count++
    }
    return out
  }
}

interface Part {
  readonly field: string | null
  readonly holds: (view: View) => boolean
}

type Item = Extract<PlanExpr, { field: string | null }>

function positiveParts(expr: PlanExpr, detections: Readonly<Record<string, PlanExpr>>): Item[] {
  if ('and' in expr) return expr.and.flatMap((item) => positiveParts(item, detections))
  if ('or' in expr) return expr.or.flatMap((item) => positiveParts(item, detections))
  if ('not' in expr) return []
  if ('use' in expr) {
    const target = Object.hasOwn(detections, expr.use) ? detections[expr.use] : undefined
    return target === undefined || 'use' in target ? [] : positiveParts(target, detections)
  }
  return [expr]
}
