import { createEvaluator } from '@clawback/evaluator'
import type { Evaluator } from '@clawback/evaluator'
import type { Alert, Plan } from '@clawback/model'
import fc from 'fast-check'
import { compileRules } from 'sigma-to-ts'
import { describe, expect, it } from 'vitest'
import { bases, cases, deliver, deliveries, grows, lateness } from './correlation-cases.js'
import type { Case, Delivery } from './correlation-cases.js'
import { naiveCorrelations } from './naive-correlation.js'
import type { NaiveCorrelation, NaiveEvent } from './naive-correlation.js'

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

/** The key ends with the start of the window. */
const nameOf = ({ rule, group, dedupeKey }: Alert) => ({
  rule: plain(rule),
  group,
  start: Number(/@(-?\d+)$/.exec(dedupeKey)?.[1]),
})

/** What an alert on a window says, as the oracle says it. */
const told = (alert: Alert): string =>
  JSON.stringify({
    ...nameOf(alert),
    from: Date.parse(alert.window?.from ?? ''),
    to: Date.parse(alert.window?.to ?? ''),
    refs: sorted(alert.refs),
  })

const finals = (alerts: readonly Alert[]): string[] =>
  sorted(alerts.filter(({ state }) => state === 'final').map(told))

const keysOf = (alerts: readonly Alert[], state: Alert['state']): string[] =>
  sorted(windowed(alerts).flatMap((alert) => (alert.state === state ? [alert.dedupeKey] : [])))

/** Correlations that were compared, how many of them fired, and of what kinds these were. */
const seen = { compared: 0, fired: 0, kinds: new Set<string>() }

const overRules = ({ rules }: NaiveCorrelation): boolean =>
  rules.every((rule) => bases.some(({ id }) => id === rule))

function specified(one: Case): { readonly windows: string[]; readonly hits: string[] } {
  const { windows, hits, shown } = naiveCorrelations(bases, one.correlations, one.events)
  for (const correlation of one.correlations) {
    seen.compared++
    if (!windows.some(({ rule }) => rule === correlation.id)) continue
    seen.fired++
    seen.kinds.add(correlation.type).add(correlation.window)
    seen.kinds.add(overRules(correlation) ? 'rules' : 'chain')
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
          expectSaidBefore(alerts, one, context)
          const single = alerts.filter(({ window }) => window === undefined)
          const found = new Set(single.map(({ rule, refs }) => `${plain(rule)} ${refs[0] ?? ''}`))
          expect([...context, sorted([...found])]).toEqual([...context, hits])
        }
      }),
      { numRuns },
    )
    // Neither always nor never, and every type, window and length of chain: the comparison says something.
    expect(seen.fired / seen.compared).toBeGreaterThan(0.1)
    expect(seen.fired / seen.compared).toBeLessThan(0.9)
    if (numRuns >= 200) expect(seen.kinds.size).toBe(8 + 3 + 2)
  }, 600_000)

  it('says at once what can only grow truer', () => {
    fc.assert(
      fc.property(cases, deliveries, (one, delivery) => {
        const plan = compile(one)
        const evaluator = make(plan)
        const arrived = deliver(one.events, delivery).slice(0, 1 + delivery.restart)
        const said = arrived.flatMap((event) => evaluator.evaluate(record(event)))
        const { windows, shown } = naiveCorrelations(bases, one.correlations, arrived)
        // A session may begin earlier than was known, and in a chain a window below may come true earlier than it first
        // did: what was said under the old name is taken back in the end, and stands here beside the new.
        const steady = one.correlations.filter(
          (each) => grows(each) && overRules(each) && each.window !== 'session',
        )
        const expected = windows.filter(({ rule }) => shown.has(rule) && steady.some(({ id }) => id === rule))
        const got = windowed(said).filter(({ rule }) => steady.some(({ id }) => id === plain(rule)))
        const names = (all: readonly { rule: string; group: readonly string[]; start: number }[]): string[] =>
          sorted(all.map(({ rule, group, start }) => JSON.stringify([rule, group, start])))
        const context = [one.yaml, arrived.map((event) => JSON.stringify(event))]
        expect([...context, names(got.map(nameOf))]).toEqual([...context, names(expected)])
      }),
      { numRuns },
    )
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

/**
 * What can only grow truer never waits for its window to close. Not so a session over a chain: when what it began with
 * moves away, it begins later and so has another name, under which nothing was said; the old name is taken back.
 */
function expectSaidBefore(alerts: readonly Alert[], one: Case, context: readonly unknown[]): void {
  const certain = new Set(keysOf(alerts, 'certain'))
  const growing = one.correlations
    .filter((each) => grows(each) && (overRules(each) || each.window !== 'session'))
    .map(({ id }) => id)
  const unsaid = windowed(alerts).filter(
    ({ state, rule, dedupeKey }) =>
      state === 'final' && growing.includes(plain(rule)) && !certain.has(dedupeKey),
  )
  expect([...context, 'never said', unsaid.map(told)]).toEqual([...context, 'never said', []])
}
