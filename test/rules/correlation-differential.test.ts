import { createEvaluator } from '@clawback/evaluator'
import type { Evaluator } from '@clawback/evaluator'
import type { Alert, Plan } from '@clawback/model'
import fc from 'fast-check'
import { compileRules } from 'sigma-to-ts'
import { describe, expect, it } from 'vitest'
import { bases, cases, deliver, deliveries, lateness } from './correlation-cases.js'
import type { Case, Delivery } from './correlation-cases.js'
import { naiveCorrelations } from './naive-correlation.js'
import type { NaiveEvent } from './naive-correlation.js'

const numRuns = Number(process.env['CLAWBACK_RUNS'] ?? 200)
const farFuture = Date.UTC(2100, 0)
const inOrder: Delivery = { delays: [0], again: 1000, steps: 1, restart: -1 }

function compile({ yaml }: Case): Plan {
  const { plan, errors } = compileRules([{ path: 'r.yml', text: yaml }])
  expect([yaml, errors]).toEqual([yaml, []])
  return plan
}

const make = (plan: Plan): Evaluator =>
  createEvaluator(plan, { lateness, logsource: () => ({ product: 'x' }) })

const record = ({ id, time, fields }: NaiveEvent): Record<string, unknown> => ({
  ...fields,
  id,
  time: new Date(time).toISOString(),
  'source.engine': 's',
})

/** All alerts of a run; `restart` is where the evaluator is put away and a new one goes on. */
function run(plan: Plan, events: readonly NaiveEvent[], delivery: Delivery): Alert[] {
  let evaluator = make(plan)
  expect(evaluator.stats().skipped).toEqual([])
  const out: Alert[] = []
  let clock = -Infinity
  deliver(events, delivery).forEach((event, i) => {
    if (i === delivery.restart) {
      const state = JSON.stringify(evaluator.snapshot())
      evaluator = make(plan)
      evaluator.restore(JSON.parse(state) as ReturnType<Evaluator['snapshot']>)
    }
    out.push(...evaluator.evaluate(record(event)))
    clock = Math.max(clock, event.time)
    if (i % delivery.steps === 0) out.push(...evaluator.advance('s', clock))
  })
  out.push(...evaluator.advance('*', farFuture))
  expect(evaluator.stats()).toMatchObject({ late: 0, untimed: 0, failed: 0, evicted: 0, overflowed: 0 })
  return out
}

const plain = (rule: string): string => rule.replace(/^id-/, '')
const windowed = (alerts: readonly Alert[]): Alert[] => alerts.filter(({ window }) => window !== undefined)
const sorted = (lines: readonly string[]): string[] => [...lines].sort()

/** What an alert on a window says, as the oracle says it. */
const told = ({ rule, group, dedupeKey, window, refs }: Alert): string =>
  JSON.stringify({
    rule: plain(rule),
    group,
    start: Number(/@(-?\d+)$/.exec(dedupeKey)?.[1]),
    from: Date.parse(window?.from ?? ''),
    to: Date.parse(window?.to ?? ''),
    refs: sorted(refs),
  })

const finals = (alerts: readonly Alert[]): string[] =>
  sorted(alerts.filter(({ state }) => state === 'final').map(told))

const keysOf = (alerts: readonly Alert[], state: Alert['state']): string[] =>
  sorted(windowed(alerts).flatMap((alert) => (alert.state === state ? [alert.dedupeKey] : [])))

/** Runs that are compared, how many correlations fired in them, and which of the types. */
const seen = { compared: 0, fired: 0, types: new Map<string, number>() }

function specified(one: Case): { readonly windows: string[]; readonly hits: string[] } {
  const { windows, hits, shown } = naiveCorrelations(bases, one.correlations, one.events)
  for (const { id, type, window } of one.correlations) {
    const fired = windows.some(({ rule }) => rule === id) ? 1 : 0
    seen.compared++
    seen.fired += fired
    seen.types.set(`${type} ${window}`, (seen.types.get(`${type} ${window}`) ?? 0) + fired)
  }
  return {
    windows: sorted(windows.flatMap((window) => (shown.has(window.rule) ? [JSON.stringify(window)] : []))),
    hits: sorted(hits.flatMap(({ rule, event }) => (shown.has(rule) ? [`${rule} ${event}`] : []))),
  }
}

describe('correlations of the evaluator and the specification', () => {
  it('end with the same windows, whatever the order within the lateness', () => {
    fc.assert(
      fc.property(cases, deliveries, (one, delivery) => {
        const plan = compile(one)
        const { windows, hits } = specified(one)
        for (const way of [inOrder, { ...delivery, restart: -1 }, delivery]) {
          const alerts = run(plan, one.events, way)
          const context = [one.yaml, deliver(one.events, way).map((event) => JSON.stringify(event)), way]
          expect([...context, finals(alerts)]).toEqual([...context, windows])
          expectSettled(alerts, context)
          const single = alerts.filter(({ window }) => window === undefined)
          const found = new Set(single.map(({ rule, refs }) => `${plain(rule)} ${refs[0] ?? ''}`))
          expect([...context, sorted([...found])]).toEqual([...context, hits])
        }
      }),
      { numRuns },
    )
    // Neither always nor never, and every type in every kind of window: the comparison says something.
    expect(seen.fired / seen.compared).toBeGreaterThan(0.1)
    expect(seen.fired / seen.compared).toBeLessThan(0.9)
    if (numRuns >= 200) expect([...seen.types].filter(([, fired]) => fired === 0)).toEqual([])
  }, 600_000)

  it('gives the same alerts, not only the same end, when it is put away and goes on', () => {
    fc.assert(
      fc.property(cases, deliveries, (one, delivery) => {
        const plan = compile(one)
        expect(run(plan, one.events, delivery)).toEqual(run(plan, one.events, { ...delivery, restart: -1 }))
      }),
      { numRuns },
    )
  }, 600_000)
})

/** What was said to be certain ends as final or is taken back, once; nothing else is taken back. */
function expectSettled(alerts: readonly Alert[], context: readonly unknown[]): void {
  const [certain, final, retracted] = (['certain', 'final', 'retracted'] as const).map((state) =>
    keysOf(alerts, state),
  )
  const ended = [...(final ?? []), ...(retracted ?? [])]
  expect([...context, 'ends once', new Set(ended).size]).toEqual([...context, 'ends once', ended.length])
  const standing = certain?.filter((key) => retracted?.includes(key) !== true) ?? []
  const unsettled = standing.filter((key) => final?.includes(key) !== true)
  expect([...context, 'certain but never final', unsettled]).toEqual([
    ...context,
    'certain but never final',
    [],
  ])
  const unsaid = retracted?.filter((key) => certain?.includes(key) !== true)
  expect([...context, 'taken back but never said', unsaid]).toEqual([
    ...context,
    'taken back but never said',
    [],
  ])
}
