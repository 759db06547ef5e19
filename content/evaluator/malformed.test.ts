import { describe, expect, it } from 'vitest'
import { createEvaluator } from './index.js'
import type { RuleSource } from './index.js'

const header = (id: string) => ({
  id,
  title: 'T',
  description: '',
  status: 'test',
  level: 'high',
  type: 'threat',
  tags: [],
  falsePositives: [],
  response: 0,
  mode: 'enforce',
  alerts: true,
  source: 'r.yml:1',
  hash: id,
  requires: [],
})
const rule = (id: string, more: object = {}): object => ({
  ...header(id),
  logsource: {},
  detections: { s: { field: 'a', any: [{ op: 'exists', value: true }] } },
  condition: { use: 's' },
  ...more,
})
const correlation = (more: object): object => ({
  ...header('c'),
  correlation: 'event_count',
  rules: ['good'],
  by: [],
  timespan: 1000,
  condition: [{ op: 'gte', value: 2 }],
  fields: [],
  window: 'sliding',
  ...more,
})
const planOf = (rules: unknown, correlations: unknown = []): RuleSource =>
  ({ format: 'clawback-plan/1', rules, correlations }) as unknown as RuleSource
const test = (item: object): object => ({ detections: { s: { field: 'a', any: [item] } } })

/** Each identifier uses the next `times` times. */
function fan(levels: number, times: number): object {
  const detections: Record<string, object> = { s: { use: 'd0' } }
  for (let i = 0; i < levels; i++) detections[`d${i}`] = { and: Array(times).fill({ use: `d${i + 1}` }) }
  detections[`d${levels}`] = { field: 'a', any: [{ op: 'eq', text: '1' }] }
  return { detections }
}

describe('malformed plans', () => {
  it.each([
    ['a requirement of tomorrow', { ...rule('bad'), requires: ['warp'] }, /lacks warp/],
    ['no title', { ...rule('bad'), title: 7 }, /header/],
    // Only a program can make one, not JSON: it is seen when an event first needs the rule.
    ['what JSON cannot hold', rule('bad', test({ op: 'eq', text: 'x', odd: 1n })), /malformed/],
  ])('give the reason: %s', (_, bad, reason) => {
    const evaluator = createEvaluator(planOf([bad, rule('good')]))
    expect(evaluator.evaluate({ id: '1', a: 'x' }).map(({ rule: id }) => id)).toEqual(['good'])
    expect(evaluator.stats()).toMatchObject({
      failed: 0,
      skipped: [{ rule: 'bad', reason: expect.stringMatching(reason) as string }],
    })
  })

  it.each([
    ['nothing', null],
    ['no object', 7],
    ['no requirements', { ...rule('bad'), requires: undefined }],
    ['no tags', { ...rule('bad'), tags: 'x' }],
    ['no response', { ...rule('bad'), response: 'x' }],
    ['no log source', rule('bad', { logsource: null })],
    ['a text for a list', rule('bad', { detections: { s: { field: 'a', any: '' } } })],
    ['a text for a condition', rule('bad', { detections: { s: { and: '' } } })],
    ['a part that is none', rule('bad', test({ op: 'glob', parts: [null, 0, 'a'] }))],
    ['no comparison', rule('bad', test({ op: 'time', part: 'hour', compare: 'x', value: 1 }))],
    ['no part of time', rule('bad', test({ op: 'time', part: 'toString', compare: 'eq', value: 1 }))],
    ['no number', rule('bad', test({ op: 'lt', value: '1' }))],
    ['no truth', rule('bad', test({ op: 'exists', value: 'false' }))],
    ['no operator', rule('bad', test({ op: 'field', field: 'b', as: 'x' }))],
    ['a network of any size', rule('bad', test({ op: 'cidr', net: '10.0.0.0/ ' }))],
    ['a network with two sizes', rule('bad', test({ op: 'cidr', net: '10.0.0.0/8/0' }))],
    ['a name of every object', rule('bad', { condition: { use: 'constructor' } })],
    ['identifiers in a circle', rule('bad', { detections: { s: { use: 't' }, t: { use: 's' } } })],
    ['a condition that doubles', rule('bad', fan(40, 2))],
    ['a condition that is wide', rule('bad', fan(4, 60))],
  ])('skip a rule with %s, and nothing else', (_, bad) => {
    const evaluator = createEvaluator(planOf([bad, rule('good')]))
    expect(evaluator.stats().skipped).toHaveLength(1)
    expect(evaluator.evaluate({ id: '1', a: '2020-01-01T00:00:00Z' }).map(({ rule: id }) => id)).toEqual([
      'good',
    ])
    expect(evaluator.stats().failed).toBe(0)
  })

  it.each([
    { window: 'toString' },
    { correlation: 'constructor' },
    { condition: [{ op: 'toString', value: 1 }] },
    { condition: [{ op: 'gte', value: null }] },
    { condition: 'x' },
    { timespan: 0 },
    { timespan: -5 },
    { timespan: null },
    { by: 'x' },
    { fields: [7] },
    { rules: ['c'] },
    { percentile: 'x' },
    { seen: { field: 'a', any: [] } },
  ])('skip a correlation with %j', (more) => {
    const evaluator = createEvaluator(planOf([rule('good')], [correlation(more)]))
    expect(evaluator.stats()).toMatchObject({ rules: 1, correlations: 0, skipped: [{ rule: 'c' }] })
    expect(evaluator.evaluate({ id: '1', time: '2020-01-01T00:00:00Z', a: '1' })).toHaveLength(1)
    expect(evaluator.advance('*', 1e14)).toEqual([])
  })

  it.each([null, 'x', {}, { format: 'x' }, { format: 'clawback-plan/1' }, { manifest: {}, plan: null }])(
    'skip the source %j',
    (source) => {
      const evaluator = createEvaluator([source as unknown as RuleSource, planOf([rule('good')])])
      expect(evaluator.stats()).toMatchObject({ rules: 1, skipped: [{ rule: '*' }] })
    },
  )

  it('skip what stands on too many correlations', () => {
    const chain = Array.from({ length: 3000 }, (_, i) =>
      correlation({
        ...header(`c${i}`),
        rules: [i === 0 ? 'good' : `c${i - 1}`],
        condition: [{ op: 'gte', value: 1 }],
      }),
    )
    const evaluator = createEvaluator(planOf([rule('good')], chain))
    expect(evaluator.stats().correlations).toBeLessThan(100)
    evaluator.evaluate({ id: '1', time: '2020-01-01T00:00:00Z', a: '1' })
    expect(evaluator.stats().failed).toBe(0)
    expect(() => evaluator.advance('*', 1e14)).not.toThrow()
  })
})
