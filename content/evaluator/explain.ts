import type { PlanExpr, PlanRule, PlanTest } from '@clawback/model'
import type { LoadedRule } from './load.js'
import { compileExpr } from './match/expr.js'
import type { Lists } from './match/tests.js'
import { cellOf, load, read } from './match/view.js'
import type { View } from './match/view.js'
import { applies } from './route.js'
import type { LogsourceOf } from './route.js'

/** Why a rule does or does not hold for an event: the condition taken apart, each part with its truth. */
export interface Explanation {
  /** `and`, `or`, `not`, the name of a search identifier, or a field with its tests. */
  readonly what: string
  readonly holds: boolean
  /** What the field holds in the event, for parts that look at one. */
  readonly values?: readonly string[]
  readonly parts: readonly Explanation[]
}

export interface RuleExplanation extends Explanation {
  readonly rule: string
  readonly title: string
  /** Whether the event is of the rule's log source; if not, the rule is not asked. */
  readonly routed: boolean
}

const valueCap = 8
const textCap = 200

export function explainRule(
  { rule }: LoadedRule,
  event: Readonly<Record<string, unknown>>,
  view: View,
  lists: Lists,
  logsourceOf: LogsourceOf,
): RuleExplanation {
  load(view, event)
  const explained = explain(rule.condition, rule, view, lists)
  const routed = applies(rule.logsource, logsourceOf(event) ?? {})
  return { rule: rule.id, title: rule.title, routed, ...explained }
}

function explain(expr: PlanExpr, rule: PlanRule, view: View, lists: Lists): Explanation {
  const parts = partsOf(expr, rule).map((part) => explain(part, rule, view, lists))
  const holds = compileExpr(expr, rule.detections, view, lists)(view)
  if (!('field' in expr)) return { what: nameOf(expr), holds, parts }
  const what = sayItem(expr)
  if (expr.field === null) return { what, holds, parts }
  const cell = read(view, cellOf(view, expr.field))
  const values = cell.texts.slice(0, Math.min(cell.size, valueCap)).map((text) => text.slice(0, textCap))
  return { what, holds, values, parts }
}

function partsOf(expr: PlanExpr, { detections }: PlanRule): readonly PlanExpr[] {
  if ('and' in expr) return expr.and
  if ('or' in expr) return expr.or
  if ('not' in expr) return [expr.not]
  if (!('use' in expr)) return []
  const target = detections[expr.use]
  return target === undefined ? [] : [target]
}

function nameOf(expr: Exclude<PlanExpr, { field: string | null }>): string {
  if ('use' in expr) return expr.use
  return 'and' in expr ? 'and' : 'or' in expr ? 'or' : 'not'
}

function sayItem(item: Extract<PlanExpr, { field: string | null }>): string {
  const tests = 'any' in item ? item.any : item.all
  const said = tests.slice(0, valueCap).map(sayTest)
  if (tests.length > valueCap) said.push(`${tests.length - valueCap} more`)
  return `${item.field ?? '*'} ${said.join('any' in item ? ' | ' : ' & ')}`
}

function sayTest(test: PlanTest): string {
  const { op, ...rest } = test
  const said = Object.values(rest).map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
  return [op, ...said].join(' ').slice(0, textCap)
}
