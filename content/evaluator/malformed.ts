import type { PlanCorrelation, PlanExpr, PlanHeader } from '@clawback/model'
import { capabilities } from './capabilities.js'
import { depthCap, isCompareOp } from './match/check.js'
import { TestError } from './match/tests.js'

/** Plans may come from anywhere: a correlation over more correlations in a row than this is refused. */
export const chainCap = 64

/** Refuses a rule without the header alerts are made of, or that needs what this evaluator lacks. Throws TestError. */
export function checkHeader(rule: PlanHeader): void {
  const texts: readonly unknown[] = [rule.id, rule.title, rule.hash]
  if (!texts.every((text) => typeof text === 'string') || !isTexts(rule.tags) || !isTexts(rule.requires))
    throw new TestError('the header of the rule is malformed')
  if (!(rule.response >= 0 && rule.response <= 6)) throw new TestError('the response is not a level')
  const lacking = rule.requires.filter((capability) => !capabilities.has(capability))
  if (lacking.length > 0) throw new TestError(`this evaluator lacks ${lacking.join(', ')}`)
}

/** Refuses what would fail, or never end, once events come. Throws TestError. */
export function checkCorrelation(rule: PlanCorrelation): void {
  if (!capabilities.has(`correlation.${rule.correlation}`))
    throw new TestError(`the correlation ${rule.correlation} is unknown`)
  if (!capabilities.has(`window.${rule.window}`)) throw new TestError(`the window ${rule.window} is unknown`)
  if (!(isNumber(rule.timespan) && rule.timespan > 0)) throw new TestError('the timespan is not a time')
  if (!isTexts(rule.rules) || !isTexts(rule.fields) || !isTexts(rule.by.map(({ name }) => name)))
    throw new TestError('the rules, fields or groups are not names')
  for (const { op, value } of rule.condition)
    if (!isCompareOp(op) || !isNumber(value)) throw new TestError('the condition compares with nothing')
  const { percentile = 50, seen } = rule
  if (!(isNumber(percentile) && percentile >= 0 && percentile <= 100))
    throw new TestError('the percentile is not 0 to 100')
  if (seen !== undefined) checkSeen(seen, 0)
}

function checkSeen(expr: PlanExpr, depth: number): void {
  if (depth > depthCap) throw new TestError('the condition is nested too deep')
  if ('not' in expr) checkSeen(expr.not, depth + 1)
  else if ('and' in expr || 'or' in expr)
    for (const item of 'and' in expr ? expr.and : expr.or) checkSeen(item, depth + 1)
  else if (!('use' in expr)) throw new TestError('the condition is not over rules')
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((text) => typeof text === 'string')
}
