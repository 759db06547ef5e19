import { parsePattern } from '@clawback/model'
import type { CompareOp, PlanExpr, PlanTest, TextOp, TimePart } from '@clawback/model'
import { compileTest, TestError } from './tests.js'
import type { Lists } from './tests.js'
import { makeView } from './view.js'

/** Plans may come from anywhere: nesting deeper than this is refused. */
export const depthCap = 100

/** The parts of a condition with every search identifier written out, as often as it is used. */
const sizeCap = 200_000

/**
 * Refuses a condition that {@link compileExpr} could not compile, at a fraction of the cost, so that compiling can wait
 * until an event needs the rule. Throws TestError or PatternError.
 */
export function checkExpr(
  expr: PlanExpr,
  detections: Readonly<Record<string, PlanExpr>>,
  lists: Lists,
): void {
  const sizes = new Map<string, number>()
  /** Gives the size; what is used twice counts twice, for it is walked through twice. */
  const check = (item: PlanExpr, depth: number): number => {
    if (depth > depthCap) throw new TestError('the condition is nested too deep')
    if ('and' in item) return checkAll(item.and, depth + 1)
    if ('or' in item) return checkAll(item.or, depth + 1)
    if ('not' in item) return 1 + check(item.not, depth + 1)
    if ('use' in item) {
      const known = sizes.get(item.use)
      if (known !== undefined) return known
      const target = Object.hasOwn(detections, item.use) ? detections[item.use] : undefined
      if (target === undefined) throw new TestError(`there is no search identifier ${item.use}`)
      const size = 1 + check(target, depth + 1)
      sizes.set(item.use, size)
      return size
    }
    if (item.field !== null && typeof item.field !== 'string') throw new TestError('a field has no name')
    for (const test of asList('any' in item ? item.any : item.all)) checkTest(test, lists)
    return 1
  }
  const checkAll = (items: readonly PlanExpr[], depth: number): number => {
    let size = 1
    for (const item of asList(items)) size += check(item, depth)
    if (size > sizeCap) throw new TestError('the condition is too large')
    return size
  }
  check(expr, 0)
}

function asList<T>(value: readonly T[]): readonly T[] {
  const given: unknown = value
  if (!Array.isArray(given)) throw new TestError('a part of the condition is not a list')
  return value
}

const nowhere = makeView()

const textOps: readonly TextOp[] = ['eq', 'contains', 'startswith', 'endswith']
const compareOps: readonly CompareOp[] = ['eq', 'neq', 'lt', 'lte', 'gt', 'gte']
const timeParts: readonly TimePart[] = ['minute', 'hour', 'day', 'week', 'month', 'year']

export function isCompareOp(value: unknown): value is CompareOp {
  return compareOps.some((op) => op === value)
}

function checkTest(test: PlanTest, lists: Lists): void {
  switch (test.op) {
    case 'eq':
    case 'contains':
    case 'startswith':
    case 'endswith':
      if (typeof test.text !== 'string') throw new TestError(`the test ${test.op} has no text`)
      return
    case 're':
      parsePattern(test.pattern, test.flags)
      return
    default:
      checkMembers(test)
      compileTest(test, nowhere, lists)
  }
}

/** One bad test must not fail the events of every other rule, so its members are of their types or it is refused. */
function checkMembers(test: PlanTest): void {
  const good = hasGoodMembers(test)
  if (!good) throw new TestError(`the test ${test.op} is malformed`)
}

function hasGoodMembers(test: PlanTest): boolean {
  switch (test.op) {
    case 'glob':
      return asList(test.parts).every((part) => typeof part === 'string' || [0, 1].includes(part))
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return typeof test.value === 'number'
    case 'time':
      return timeParts.includes(test.part) && isCompareOp(test.compare) && typeof test.value === 'number'
    case 'cidr':
      return typeof test.net === 'string'
    case 'exists':
      return typeof test.value === 'boolean'
    case 'field':
      return typeof test.field === 'string' && textOps.includes(test.as)
    case 'list':
      return textOps.includes(test.as) && typeof test.before === 'string' && typeof test.after === 'string'
    default:
      return true
  }
}
