import { ClawbackError } from '@clawback/model'
import type { Plan } from '@clawback/model'
import { describe, expect, it } from 'vitest'
import { createEvaluator } from './index.js'
import type { Evaluator, Snapshot } from './index.js'

const header = (id: string) => ({
  id,
  title: 'T',
  description: '',
  status: 'test',
  level: 'high' as const,
  type: 'threat' as const,
  tags: [],
  falsePositives: [],
  response: 0 as const,
  mode: 'enforce' as const,
  alerts: true,
  source: 'r.yml:1',
  hash: id,
  requires: [],
})
const plan: Plan = {
  format: 'clawback-plan/1',
  rules: [
    {
      ...header('r'),
      logsource: {},
      detections: { s: { field: 'a', any: [{ op: 're', pattern: '.', flags: '' }] } },
      condition: { use: 's' },
    },
  ],
  correlations: [
    {
      ...header('c'),
      correlation: 'event_count',
      rules: ['r'],
      by: [{ name: 'u', of: {} }],
      timespan: 1000,
      condition: [{ op: 'gte', value: 3 }],
      fields: [],
      window: 'sliding',
    },
  ],
}
const event = (id: string) => ({ id, time: '2020-01-01T00:00:00Z', a: 'x', u: 'v' })

function warm(): Evaluator {
  const evaluator = createEvaluator(plan)
  evaluator.evaluate(event('1'))
  evaluator.evaluate(event('2'))
  return evaluator
}

const hostile: readonly unknown[] = [
  null,
  undefined,
  7,
  'text',
  [],
  () => 1,
  new Proxy({}, { get: () => { throw new Error('get') } }),
  new Proxy({}, { getPrototypeOf: () => { throw new Error('prototype') } }),
  { get a() { throw new Error('getter') } },
  { a: Symbol('s'), [Symbol('k')]: 1 },
  { a: new Date(0), b: NaN, c: 1n },
  JSON.parse('{"__proto__": {"a": 1}, "constructor": 1, "a": "\\ud800"}'),
] // prettier-ignore

describe('hostile events', () => {
  it.each(hostile.map((one, i) => [i, one]))('never throws on %i', (_, one) => {
    const evaluator = createEvaluator(plan)
    expect(() => evaluator.evaluate(one as object as Record<string, unknown>)).not.toThrow()
    expect(evaluator.explain('r', one as Record<string, unknown>)).toMatchObject({ rule: 'r' })
    expect(evaluator.evaluate(event('1'))).toHaveLength(1)
  })

  it('compares two fields with bounded work', () => {
    const detections = { s: { field: 'a', any: [{ op: 'field', field: 'b', as: 'contains' }] } } as const
    const rules = plan.rules.map((rule) => ({ ...rule, detections }))
    const evaluator = createEvaluator({ ...plan, rules, correlations: [] })
    const hard = Array<string>(1024).fill(`${'x'.repeat(4000)}y${'x'.repeat(4000)}`)
    expect(evaluator.evaluate({ a: Array<string>(1024).fill('x'.repeat(9000)), b: hard })).toEqual([])
    expect(evaluator.stats().clipped).toBe(1)
    expect(evaluator.evaluate({ a: hard, b: ['Y'] })).toHaveLength(1)
  })

  it('loses no alert to a value that cannot be told', () => {
    const [rule] = plan.rules
    if (rule === undefined) throw new Error('no rule')
    const capability = { action: 'file.read', target: '%t%' }
    const onMatches = { ...rule, id: 'm', logsource: { category: 'match' } }
    const rules = [{ ...rule, capability }, { ...rule, id: 'later' }, onMatches]
    const evaluator = createEvaluator({ ...plan, rules, correlations: [] })
    const event = JSON.parse('{"a": "x", "t": [{"toString": 1, "valueOf": 1}]}') as Record<string, unknown>
    expect(evaluator.evaluate(event).map((alert) => alert.rule)).toEqual(['r', 'later'])
    expect(evaluator.stats().failed).toBe(0)
  })

  it('takes a time without end for none', () => {
    const evaluator = createEvaluator(plan, { timeOf: () => Infinity })
    evaluator.evaluate(event('1'))
    expect(evaluator.stats().untimed).toBe(1)
  })
})

describe('snapshots', () => {
  /** A snapshot of a warm evaluator with one thing changed in its only group. */
  const spoiled = (change: object): unknown => {
    const state = warm().snapshot()
    const [correlation] = state.correlations
    return {
      ...state,
      correlations: [{ ...correlation, groups: [{ ...correlation?.groups[0], ...change }] }],
    }
  }

  it.each([
    null,
    'x',
    [],
    {},
    { ...warm().snapshot(), format: 'clawback-state/2' },
    { ...warm().snapshot(), watermarks: { sources: [['a', 'b']], all: null } },
    { ...warm().snapshot(), watermarks: { sources: [], all: 'x' } },
    { ...warm().snapshot(), correlations: {} },
    { ...warm().snapshot(), correlations: [{}] },
    spoiled({ entries: [['x', '1', 0, '']] }),
    spoiled({ entries: [[null, '1', 0, '']] }),
    spoiled({ entries: [[2, '1', 0, ''], [1, '2', 0, '']] }),
    spoiled({ entries: [[1, '1', -1, '']] }),
    spoiled({ values: [7] }),
    spoiled({ said: [[null, 'x']] }),
    spoiled({ due: 'x' }),
  ])('refuses garbage and changes nothing: %j', (garbage) => {
    const evaluator = warm()
    const before = JSON.stringify(evaluator.snapshot())
    expect(() => { evaluator.restore(garbage as Snapshot) }).toThrow(ClawbackError)
    expect(JSON.stringify(evaluator.snapshot())).toBe(before)
    expect(evaluator.evaluate(event('3')).map(({ rule }) => rule)).toEqual(['r', 'c'])
  }) // prettier-ignore

  it('restores its own, through JSON', () => {
    const evaluator = createEvaluator(plan)
    evaluator.restore(JSON.parse(JSON.stringify(warm().snapshot())) as Snapshot)
    expect(evaluator.evaluate(event('3')).map(({ rule }) => rule)).toEqual(['r', 'c'])
  })
})

describe('swap', () => {
  it('keeps the state of unchanged rules, and the counts', () => {
    const evaluator = warm()
    const { asked } = evaluator.stats()
    evaluator.swap([{ ...plan, rules: [...plan.rules].reverse() }])
    expect(evaluator.stats().asked).toBe(asked)
    expect(evaluator.evaluate(event('3')).map(({ rule }) => rule)).toEqual(['r', 'c'])
  })

  it('leaves everything as it was when it fails', () => {
    const evaluator = warm()
    const broken = { get format(): string { throw new Error('no') } } // prettier-ignore
    expect(() => { evaluator.swap([broken as never]) }).toThrow('no') // prettier-ignore
    expect(evaluator.evaluate(event('3')).map(({ rule }) => rule)).toEqual(['r', 'c'])
  })
})
