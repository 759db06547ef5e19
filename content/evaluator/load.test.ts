import type { Plan } from '@clawback/model'
import { describe, expect, it } from 'vitest'
import { createEvaluator } from './evaluator.js'

const header = {
  id: 'r1', title: 'R', description: '', status: 'test', level: 'low', type: 'threat', tags: [], falsePositives: [],
  response: 0, mode: 'enforce', alerts: true, requires: [], source: 's', hash: 'h',
} // prettier-ignore
const rule = {
  ...header,
  logsource: {},
  detections: {},
  condition: { field: 'a', any: [{ op: 'eq', text: 'x' }] },
}
const correlation = {
  ...header, id: 'c1', correlation: 'event_count', rules: ['r1'], by: [{ name: 'u', of: {} }], timespan: 1000,
  condition: [{ op: 'gte', value: 2 }], fields: [], window: 'tumbling',
} // prettier-ignore

function loaded(rules: readonly unknown[], correlations: readonly unknown[] = []) {
  const plan = { format: 'clawback-plan/1', rules, correlations } as unknown as Plan
  const evaluator = createEvaluator(plan, { logsource: () => ({}), timeOf: () => 5, idOf: () => 'e' })
  const alerts = evaluator.evaluate({ a: 'x', u: '1' })
  evaluator.advance('*', 1e9)
  const { rules: count, correlations: sums, skipped, failed } = evaluator.stats()
  return { count: count + sums, reasons: skipped.map(({ reason }) => reason), failed, alerts: alerts.length }
}

describe('a plan from anywhere', () => {
  it('is loaded when it says what it must', () => {
    expect(loaded([rule], [correlation])).toEqual({ count: 2, reasons: [], failed: 0, alerts: 1 })
  })
  it.each([
    ['no rule at all', null, /malformed/],
    ['no requirements', { ...rule, requires: undefined }, /malformed/],
    ['a requirement of tomorrow', { ...rule, requires: ['warp'] }, /lacks warp/],
    ['no title', { ...rule, title: 7 }, /header/],
    ['no log source', { ...rule, logsource: null }, /no log source/],
    ['a text for a list', { ...rule, condition: { field: 'a', any: 'abc' } }, /not a list/],
    ['a text for parts', { ...rule, condition: { and: 'abc' } }, /not a list/],
    [
      'a number that is none',
      { ...rule, condition: { field: 'a', any: [{ op: 'gte', value: {} }] } },
      /gte is malformed/,
    ],
    [
      'what JSON cannot hold',
      { ...rule, condition: { field: 'a', any: [{ op: 'eq', text: 'x', odd: 1n }] } },
      /malformed/,
    ],
  ])('has its rule skipped with the reason: %s', (_, spoilt, reason) => {
    expect(loaded([spoilt])).toEqual({
      count: expect.any(Number) as number,
      reasons: [expect.stringMatching(reason)],
      failed: 0,
      alerts: 0,
    })
  })
  it.each([
    ['no length of time', { timespan: undefined }, /timespan/],
    ['a negative one', { timespan: -1 }, /timespan/],
    ['an unknown window', { window: 'round' }, /window round/],
    ['an unknown type', { correlation: 'guess' }, /correlation guess/],
    ['a group without a name', { by: [{}] }, /not names/],
    ['a comparison with nothing', { condition: [{ op: 'gte' }] }, /compares with nothing/],
    ['an odd percentile', { percentile: 'x' }, /percentile/],
    ['a condition on fields', { seen: { field: 'a', any: [] } }, /not over rules/],
  ])('has its correlation skipped with the reason: %s', (_, change, reason) => {
    expect(loaded([rule], [{ ...correlation, ...change }]).reasons).toEqual([expect.stringMatching(reason)])
  })
})
