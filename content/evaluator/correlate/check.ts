import type { PlanCorrelation, PlanExpr } from '@clawback/model'
import { depthCap } from '../match/check.js'
import { TestError } from '../match/tests.js'

const types = /^(?:event_count|value_count|temporal|temporal_ordered|value_(?:sum|avg|percentile|median))$/
const windows = /^(?:sliding|tumbling|session)$/
const operators = /^(?:eq|neq|lt|lte|gt|gte)$/

/**
 * Refuses a correlation that does not say what it must: plans may come from anywhere, and a window without a length would
 * never end. Throws {@link TestError}.
 */
export function checkCorrelation(rule: PlanCorrelation): void {
  const { correlation, window, timespan, percentile, seen } = rule
  const refuse = (holds: boolean, detail: string): void => {
    if (!holds) throw new TestError(detail)
  }
  refuse(types.test(correlation), `the correlation ${correlation} is unknown`)
  refuse(windows.test(window), `the window ${window} is unknown`)
  refuse(Number.isFinite(timespan) && timespan > 0, 'the timespan is not a length of time')
  refuse(rule.rules.length > 0 && rule.rules.every(isText), 'the correlation names no rules')
  refuse(rule.fields.every(isText), 'the fields are not a list of names')
  refuse(rule.by.every(isGroup), 'the group-by fields are not a list of names')
  refuse(rule.condition.every(isComparison), 'the condition does not compare with numbers')
  refuse(percentile === undefined || Number.isFinite(percentile), 'the percentile is not a number')
  if (seen !== undefined) checkSeen(seen, 0)
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}

function isGroup({ name, of }: PlanCorrelation['by'][number]): boolean {
  return isText(name) && isObject(of)
}

function isComparison({ op, value }: PlanCorrelation['condition'][number]): boolean {
  return operators.test(op) && Number.isFinite(value)
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

function checkSeen(expr: PlanExpr, depth: number): void {
  if (!isObject(expr) || depth > depthCap) throw new TestError('the condition is nested too deep')
  if ('and' in expr) for (const item of expr.and) checkSeen(item, depth + 1)
  else if ('or' in expr) for (const item of expr.or) checkSeen(item, depth + 1)
  else if ('not' in expr) checkSeen(expr.not, depth + 1)
  else if (!('use' in expr) || typeof expr.use !== 'string')
    throw new TestError('the condition asks for something else than rules')
}
