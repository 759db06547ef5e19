import type { Alert, Plan, PlanCorrelation, PlanRule } from '@clawback/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEvaluator } from './index.js'
import type { Evaluator } from './index.js'

const header = {
  description: '',
  status: 'test',
  level: 'high',
  type: 'threat',
  tags: [],
  falsePositives: [],
  response: 0,
  mode: 'enforce',
  requires: [],
  source: 'test:1',
} as const

function base(id: string, name: string): PlanRule {
  return {
    ...header,
    id,
    title: id,
    alerts: false,
    hash: id,
    logsource: {},
    detections: {},
    condition: { field: 'what', any: [{ op: 'eq', text: name }] },
  }
}

function correlation(over: Partial<PlanCorrelation>): PlanCorrelation {
  return {
    ...header,
    id: 'c',
    title: 'c',
    alerts: true,
    hash: JSON.stringify(over),
    correlation: 'event_count',
    rules: ['a'],
    by: [{ name: 'who', of: {} }],
    timespan: 10,
    condition: [{ op: 'gte', value: 3 }],
    fields: [],
    window: 'sliding',
    ...over,
  }
}

const planOf = (...correlations: PlanCorrelation[]): Plan => ({
  format: 'clawback-plan/1',
  rules: [base('a', 'a'), base('b', 'b')],
  correlations,
})

interface Event {
  readonly [name: string]: unknown
  readonly id: string
  readonly at: number
}

const make = (plan: Plan): Evaluator =>
  createEvaluator(plan, { lateness: 5, timeOf: (event) => Number(event['at']) })

const event = fc.record({
  at: fc.integer({ min: 0, max: 60 }),
  what: fc.constantFrom('a', 'a', 'b'),
  who: fc.constantFrom('x', 'y'),
  value: fc.integer({ min: -2, max: 4 }),
})
const events: fc.Arbitrary<Event[]> = fc
  .array(event, { maxLength: 40 })
  .map((all) =>
    all.map((one, i) => ({ ...one, id: `e${i}`, 'source.engine': 's' })).sort((a, b) => a.at - b.at),
  )

const variants: readonly [string, PlanCorrelation[]][] = [
  ['event_count', [correlation({})]],
  ['event_count lt', [correlation({ condition: [{ op: 'lt', value: 3 }], window: 'tumbling' })]],
  ['event_count range', [correlation({ condition: [{ op: 'gt', value: 1 }, { op: 'lte', value: 3 }] })]],
  ['event_count tumbling', [correlation({ window: 'tumbling' })]],
  ['event_count session', [correlation({ window: 'session', timespan: 3 })]],
  ['event_count eq session', [correlation({ window: 'session', timespan: 3, condition: [{ op: 'eq', value: 3 }] })]],
  ['value_count', [correlation({ correlation: 'value_count', fields: ['value'] })]],
  ['temporal', [correlation({ correlation: 'temporal', rules: ['a', 'b'], condition: [] })]],
  ['temporal_ordered', [correlation({ correlation: 'temporal_ordered', rules: ['b', 'a', 'b'], condition: [] })]],
  ['temporal condition', [
    correlation({ correlation: 'temporal', rules: ['a', 'b'], condition: [], seen: { and: [{ use: 'a' }, { not: { use: 'b' } }] }, window: 'tumbling' }),
  ]],
  ['value_sum sliding', [correlation({ correlation: 'value_sum', fields: ['value'], condition: [{ op: 'gt', value: 3 }] })]],
  ['value_sum', [correlation({ correlation: 'value_sum', fields: ['value'], condition: [{ op: 'gt', value: 5 }], window: 'tumbling' })]],
  ['value_avg', [correlation({ correlation: 'value_avg', fields: ['value'], condition: [{ op: 'gte', value: 2 }] })]],
  ['value_median', [correlation({ correlation: 'value_median', fields: ['value'], condition: [{ op: 'gte', value: 2.5 }] })]],
  ['value_percentile', [correlation({ correlation: 'value_percentile', fields: ['value'], percentile: 90, condition: [{ op: 'gte', value: 4 }] })]],
  ['value share', [correlation({ correlation: 'value_percentile', fields: ['value'], condition: [{ op: 'lte', value: 20 }] })]],
  ['chain', [
    correlation({ id: 'many', alerts: true }),
    correlation({ id: 'd', correlation: 'temporal_ordered', rules: ['many', 'b'], timespan: 20, condition: [] }),
  ]],
] // prettier-ignore

/** Runs events through, moving the clock behind them by the lateness, and gives the final alerts. */
function finals(
  plan: Plan,
  arrivals: readonly Event[],
  restart = (one: Evaluator): Evaluator => one,
): string[] {
  let evaluator = make(plan)
  const out: Alert[] = []
  let clock = -Infinity
  for (const one of arrivals) {
    out.push(...evaluator.evaluate(one))
    clock = Math.max(clock, one.at)
    out.push(...evaluator.advance('s', clock))
    evaluator = restart(evaluator)
  }
  out.push(...evaluator.advance('s', 1e6))
  expect(evaluator.stats().late).toBe(0)
  return out.filter((alert) => alert.state === 'final').map((alert) => JSON.stringify(alert)).sort() // prettier-ignore
}

/** Any order in which no event is more than 4 behind one that came before it. */
const jitter = (all: readonly Event[], seed: readonly number[]): Event[] =>
  all
    .map((one, i) => [one.at + (seed[i % (seed.length || 1)] ?? 0), one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one)

const seeds = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 12 })

describe.each(variants)('%s', (_, correlations) => {
  const plan = planOf(...correlations)

  it('says the same in the end in any order within the lateness, and with duplicates', () => {
    fc.assert(
      fc.property(events, seeds, (all, seed) => {
        const inOrder = finals(plan, all)
        expect(finals(plan, jitter(all, seed))).toEqual(inOrder)
        expect(
          finals(
            plan,
            jitter(all, seed).flatMap((one, i) => (i % 3 === 0 ? [one, one] : [one])),
          ),
        ).toEqual(inOrder)
      }),
      { numRuns: 150 },
    )
  })

  it('says the same when it is stopped and restored between any two events', () => {
    fc.assert(
      fc.property(events, seeds, (all, seed) => {
        const through = (one: Evaluator): Evaluator => {
          const next = make(plan)
          next.restore(JSON.parse(JSON.stringify(one.snapshot())) as ReturnType<Evaluator['snapshot']>)
          expect(next.snapshot()).toEqual(one.snapshot())
          return next
        }
        expect(finals(plan, jitter(all, seed), through)).toEqual(finals(plan, jitter(all, seed)))
      }),
      { numRuns: 40 },
    )
  })

  it('never takes back what was certain, but in a session that grew, a chain that moved, a sum that shrank', () => {
    fc.assert(
      fc.property(events, seeds, (all, seed) => {
        const evaluator = make(plan)
        const said = jitter(all, seed).flatMap((one) => evaluator.evaluate(one))
        const settled = evaluator.advance('s', 1e6)
        for (const alert of said) {
          const state = settled.find((one) => one.dedupeKey === alert.dedupeKey)?.state
          const mayMove =
            correlations.some((one) => one.window === 'session' || one.correlation === 'value_sum') ||
            correlations.length > 1
          expect(mayMove ? ['final', 'retracted'] : ['final']).toContain(state)
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('orders of arrival that once ended differently', () => {
  const arrive = (...all: readonly (readonly [string, number])[]): Event[] =>
    all.map(([what, at], i) => ({ id: `e${i}`, at, what, who: 'x', 'source.engine': 's' }))
  const windows = (plan: Plan, arrivals: readonly Event[]): string[] =>
    finals(plan, arrivals).map((text) => (JSON.parse(text) as Alert).dedupeKey.replace('plan/c:', ''))
  const inTime = (all: readonly Event[]): Event[] => [...all].sort((a, b) => a.at - b.at)

  it('a session that was said to hold is not taken back while it goes on', () => {
    const plan = planOf(correlation({ window: 'session', timespan: 3 }))
    const arrivals = arrive(['a', 6], ['a', 10], ['a', 9], ['a', 18])
    expect(windows(plan, arrivals)).toEqual(['x@6'])
    expect(finals(plan, arrivals)).toEqual(finals(plan, inTime(arrivals)))
  })

  it.each([
    ['the first of them was said before', arrive(['a', 1], ['b', 9], ['b', 12], ['a', 8], ['b', 18])],
    ['neither was said before', arrive(['b', 9], ['b', 12], ['a', 8], ['b', 18])],
  ])('a late event completes two sliding windows, and %s', (_, arrivals) => {
    const plan = planOf(correlation({ correlation: 'temporal', rules: ['a', 'b'], condition: [] }))
    expect(windows(plan, arrivals)).toEqual(['x@0', 'x@10'])
    expect(finals(plan, arrivals)).toEqual(finals(plan, inTime(arrivals)))
  })
})

describe('chains', () => {
  it('take a session in when it ended, not when it was first certain', () => {
    const plan = planOf(
      correlation({ id: 'many', window: 'session', condition: [{ op: 'gte', value: 2 }] }),
      correlation({ rules: ['many'], window: 'tumbling', condition: [{ op: 'gte', value: 1 }] }),
    )
    const all = [1, 5, 12, 20, 28, 36].map((at) => ({
      id: `e${at}`,
      at,
      what: 'a',
      who: 'x',
      'source.engine': 's',
    }))
    const keys = finals(plan, all).map((text) => (JSON.parse(text) as Alert).dedupeKey)
    expect(keys.filter((key) => key.startsWith('plan/c:'))).toEqual(['plan/c:x@30'])
  })
})

describe('what is taken back', () => {
  it('is taken back when its window closes, also when the group holds nothing any more', () => {
    const plan = planOf(
      correlation({ id: 'many', window: 'session', timespan: 20, condition: [{ op: 'gte', value: 1 }] }),
      correlation({ rules: ['many'], timespan: 20, condition: [{ op: 'gte', value: 1 }] }),
    )
    const evaluator = createEvaluator(plan, { lateness: 30, timeOf: (event) => Number(event['at']) })
    const out = [50, 109, 120, 160, 1e6].flatMap((at) => [
      ...(at === 50 || at === 109 || at === 120
        ? evaluator.evaluate({ id: `e${at}`, at, what: 'a', who: 'x' })
        : []),
      ...evaluator.advance('*', at),
    ])
    const told = out.filter(({ rule }) => rule === 'c').map(({ dedupeKey, state }) => `${dedupeKey} ${state}`)
    expect(told.filter((line) => line.includes('@100'))).toEqual([
      'plan/c:x@100 certain',
      'plan/c:x@100 retracted',
    ])
    expect(told).toContain('plan/c:x@120 final')
  })
})

describe('what a window holds', () => {
  const arrive = (...all: readonly (readonly [string, number])[]): Event[] =>
    all.map(([what, at], i) => ({ id: `e${i}`, at, what, who: 'x', 'source.engine': 's' }))
  const ended = (plan: Plan, arrivals: readonly Event[]): Alert[] =>
    finals(plan, arrivals).map((text) => JSON.parse(text) as Alert)

  it('is all events of its last time, not the first of them', () => {
    const one = planOf(correlation({ condition: [{ op: 'eq', value: 1 }] }))
    expect(ended(one, arrive(['a', 3], ['a', 3]))).toEqual([])
    const two = planOf(correlation({ condition: [{ op: 'gte', value: 1 }] }))
    expect(ended(two, arrive(['a', 3], ['a', 3])).map(({ refs }) => refs)).toEqual([['e0', 'e1']])
  })

  const steps = (rules: string[], condition: PlanCorrelation['condition'] = []): Plan => {
    const plan = planOf(correlation({ correlation: 'temporal_ordered', rules, condition }))
    return { ...plan, rules: [...plan.rules, base('c', 'c')] }
  }

  it('may have events of one time in either order, also when a rule is asked for twice', () => {
    const plan = steps(['b', 'a', 'b'])
    expect(ended(plan, arrive(['b', 2], ['a', 3], ['b', 3])).map(({ refCount }) => refCount)).toEqual([3])
    expect(ended(plan, arrive(['a', 3], ['b', 3]))).toEqual([])
  })

  it('counts rules that follow each other, also when one between them is missing', () => {
    const plan = steps(['a', 'b', 'c'], [{ op: 'gte', value: 2 }])
    expect(ended(plan, arrive(['b', 2], ['c', 3])).map(({ refCount }) => refCount)).toEqual([2])
    expect(ended(plan, arrive(['a', 2], ['c', 3])).map(({ refCount }) => refCount)).toEqual([2])
    expect(ended(plan, arrive(['c', 2], ['a', 3]))).toEqual([])
  })

  it('is enough when it is more than a broken number', () => {
    const plan = planOf(correlation({ condition: [{ op: 'gt', value: 1.5 }] }))
    expect(ended(plan, arrive(['a', 3], ['a', 4])).map(({ refCount }) => refCount)).toEqual([2])
  })

  it('counts an event once that matches several of the rules', () => {
    const plan = planOf(correlation({ rules: ['a', 'a2'], condition: [{ op: 'gte', value: 2 }] }))
    const both = { ...plan, rules: [...plan.rules, base('a2', 'a')] }
    expect(ended(both, arrive(['a', 3]))).toEqual([])
    expect(ended(both, arrive(['a', 3], ['a', 4])).map(({ refCount }) => refCount)).toEqual([2])
  })
})

describe('against the definition', () => {
  const naive = (
    all: readonly Event[],
    holds: (window: readonly Event[]) => boolean,
    rules: string,
  ): string[] => {
    const found = new Set<string>()
    for (const who of ['x', 'y']) {
      const own = all.filter((one) => one['who'] === who && rules.includes(String(one['what'])))
      for (const end of own) {
        const window = own.filter((one) => one.at > end.at - 10 && one.at <= end.at)
        if (holds(window)) found.add(`${who}@${Math.floor(end.at / 10) * 10}`)
      }
    }
    return [...found].sort()
  }
  const keys = (plan: Plan, all: readonly Event[]): string[] =>
    finals(plan, all)
      .map((text) => (JSON.parse(text) as Alert).dedupeKey.replace('plan/c:', ''))
      .sort()

  it('event_count, value_count and temporal over sliding windows', () => {
    fc.assert(
      fc.property(events, (all) => {
        expect(keys(planOf(correlation({})), all)).toEqual(naive(all, (w) => w.length >= 3, 'a'))
        expect(keys(planOf(correlation({ correlation: 'value_count', fields: ['value'] })), all)).toEqual(
          naive(all, (w) => new Set(w.map((one) => one['value'])).size >= 3, 'a'),
        )
        expect(
          keys(planOf(correlation({ correlation: 'temporal', rules: ['a', 'b'], condition: [] })), all),
        ).toEqual(naive(all, (w) => new Set(w.map((one) => one['what'])).size === 2, 'ab'))
        const ordered = correlation({ correlation: 'temporal_ordered', rules: ['b', 'a'], condition: [] })
        expect(keys(planOf(ordered), all)).toEqual(
          naive(
            all,
            (w) => w.some((b) => b['what'] === 'b' && w.some((a) => a['what'] === 'a' && a.at >= b.at)),
            'ab',
          ),
        )
      }),
      { numRuns: 300 },
    )
  })
})

describe('bounds', () => {
  it('keep long values by their beginning and a digest, and still tell them apart', () => {
    const evaluator = createEvaluator(planOf(correlation({})), {
      timeOf: (event) => event['at'] as number,
      logsource: () => ({}),
    })
    const who = (last: string): string => 'x'.repeat(60_000) + last
    const alerts = ['a', 'b', 'a', 'b', 'a'].flatMap((last, i) =>
      evaluator.evaluate({ id: `e${i}`, at: i, what: 'a', who: who(last) }),
    )
    expect(alerts.map(({ refs }) => refs)).toEqual([['e0', 'e2', 'e4']])
    expect(JSON.stringify(evaluator.snapshot()).length).toBeLessThan(4000)
  })

  const flood = (count: number, plan: Plan, options = {}): Evaluator => {
    const evaluator = createEvaluator(plan, {
      timeOf: (e) => Number(e['at']),
      groups: 100,
      entries: 50,
      ...options,
    })
    for (let i = 0; i < count; i++) evaluator.evaluate({ id: `e${i}`, at: i, what: 'a', who: `w${i}` })
    return evaluator
  }

  it('keeps to its groups, stalest out first, and counts', () => {
    const evaluator = flood(1000, planOf(correlation({ timespan: 1e9 })))
    expect(evaluator.stats()).toMatchObject({ groups: 100, evicted: 900 })
    expect(evaluator.snapshot().correlations[0]?.groups[0]?.values).toEqual(['w900'])
  })

  it('takes back what an evicted group said and no longer holds', () => {
    const plan = planOf(
      correlation({
        correlation: 'value_sum',
        fields: ['v'],
        condition: [{ op: 'gte', value: 10 }],
        window: 'tumbling',
      }),
    )
    const evaluator = createEvaluator(plan, { timeOf: (e) => Number(e['at']), groups: 1 })
    const states = [
      { id: 'e1', at: 5, what: 'a', who: 'x', v: 12 },
      { id: 'e2', at: 6, what: 'a', who: 'x', v: -5 },
      { id: 'e3', at: 7, what: 'a', who: 'y', v: 11 },
      { id: 'e4', at: 8, what: 'a', who: 'z', v: 1 },
    ].map((event) => evaluator.evaluate(event).map(({ group, state }) => `${group.join()} ${state}`))
    expect(states).toEqual([['x certain'], [], ['x retracted', 'y certain'], ['y final']])
  })

  it('keeps to its entries in one group, and still fires', () => {
    const evaluator = createEvaluator(planOf(correlation({ timespan: 1e9 })), {
      timeOf: (e) => Number(e['at']),
      entries: 50,
    })
    let alerts = 0
    for (let i = 0; i < 1000; i++)
      alerts += evaluator.evaluate({ id: `e${i}`, at: i, what: 'a', who: 'w' }).length
    expect(alerts).toBe(1)
    expect(evaluator.snapshot().correlations[0]?.groups[0]?.entries.length).toBeLessThanOrEqual(51)
    expect(evaluator.stats().overflowed).toBeGreaterThan(0)
  })

  it('names late events instead of dropping them silently', () => {
    const evaluator = make(planOf(correlation({})))
    evaluator.advance('*', 100)
    evaluator.evaluate({ id: 'late', at: 10, what: 'a', who: 'x' })
    expect(evaluator.stats()).toMatchObject({ late: 1, lateIds: ['late'] })
  })

  it('waits for every source', () => {
    const evaluator = make(planOf(correlation({ condition: [{ op: 'gte', value: 1 }] })))
    evaluator.evaluate({ id: '1', at: 1, what: 'a', who: 'x', 'source.engine': 's' })
    evaluator.evaluate({ id: '2', at: 2, what: 'a', who: 'y', 'source.engine': 't' })
    expect(evaluator.advance('s', 100)).toEqual([])
    expect(evaluator.advance('t', 100).map((alert) => alert.state)).toEqual(['final', 'final'])
  })

  it('keeps the state of unchanged rules through a swap, and forgets that of changed ones', () => {
    const plan = planOf(correlation({}), correlation({ id: 'e', hash: 'e1' }))
    const evaluator = make(plan)
    for (const at of [1, 2]) evaluator.evaluate({ id: `e${at}`, at, what: 'a', who: 'x' })
    evaluator.swap([{ ...plan, correlations: [correlation({}), correlation({ id: 'e', hash: 'e2' })] }])
    expect(evaluator.evaluate({ id: 'e3', at: 3, what: 'a', who: 'x' }).map((alert) => alert.rule)).toEqual([
      'c',
    ])
  })
})

describe('hostile events', () => {
  it('never throws, whatever comes', () => {
    const evaluator = createEvaluator(planOf(correlation({})))
    const trap = new Proxy({}, { get: () => { throw new Error('no') }, has: () => true }) // prettier-ignore
    const loop: Record<string, unknown> = { what: 'a' }
    loop['who'] = loop
    for (const bad of [
      trap,
      loop,
      { what: 'a', who: 'x', time: 'never' },
      { what: NaN },
      Object.create(null),
      [],
      { id: {} },
    ])
      expect(evaluator.evaluate(bad as Record<string, unknown>)).toEqual([])
    expect(evaluator.stats()).toMatchObject({ failed: 1, untimed: 2 })
    fc.assert(
      fc.property(
        fc.object({ key: fc.constantFrom('what', 'who', 'time', '__proto__', 'id', 'kind'), maxDepth: 4 }),
        (one) => {
          expect(Array.isArray(evaluator.evaluate(one))).toBe(true)
        },
      ),
    )
  })
})
