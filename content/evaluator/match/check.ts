import { parsePattern } from '@clawback/model'
import type { PlanExpr, PlanTest } from '@clawback/model'
import { compileTest, TestError } from './tests.js'
import type { Lists } from './tests.js'
import { makeView } from './view.js'

/** Plans may come from anywhere: nesting deeper than this is refused. */
export const depthCap = 100

/**
 * Refuses a condition that {@link compileExpr} could not compile, at a fraction of the cost, so that compiling can wait
 * until an event needs the rule. Throws TestError or PatternError.
 */
export function checkExpr(
  expr: PlanExpr,
  detections: Readonly<Record<string, PlanExpr>>,
  lists: Lists,
): void {
  const checked = new Set<string>()
  const check = (item: PlanExpr, depth: number): void => {
    if (depth > depthCap) throw new TestError('the condition is nested too deep')
    if ('and' in item) for (const one of listed(item.and)) check(one, depth + 1)
    else if ('or' in item) for (const one of listed(item.or)) check(one, depth + 1)
    else if ('not' in item) check(item.not, depth + 1)
    else if ('use' in item) {
      if (checked.has(item.use)) return
      const target = Object.hasOwn(detections, item.use) ? detections[item.use] : undefined
      if (target === undefined) throw new TestError(`there is no search identifier ${item.use}`)
      check(target, depth + 1)
      checked.add(item.use)
    } else {
      if (item.field !== null && typeof item.field !== 'string') throw new TestError('a field has no name')
      for (const test of listed('any' in item ? item.any : item.all)) checkTest(test, lists)
    }
  }
  check(expr, 0)
}

/** A text can be gone through like a list, one letter after the other, and would pass for one. */
function listed<T>(items: readonly T[]): readonly T[] {
  const isList: boolean = Array.isArray(items)
  if (!isList) throw new TestError('a part of the condition is not a list')
  return items
}

const nowhere = makeView()

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
      compileTest(test, nowhere, lists)
  }
}
