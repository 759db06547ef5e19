/**
 * What an event costs against the number of rules and against the number of live groups, as a table and as the plot
 * docs/figures/rule-cost.svg: `npm run build && taskset -c 0 node --import tsx test/bench/rules/cost.ts [--write] [--mirror
 * DIR]`, with the rules of a checkout of the SigmaHQ repository too.
 */
import { createEvaluator } from '@clawback/evaluator'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { compileRules } from 'sigma-to-ts'
import type { Plan } from '@clawback/model'
import { countOf } from './counted.js'
import { linesOf } from './lanes.js'
import { sigmaFiles } from './mirror.js'
import { plot } from './plot.js'
import type { Curve } from './plot.js'
import { random, word } from './random.js'
import { agentEvents, rulesOf } from './synthetic.js'

const { values } = parseArgs({
  options: { write: { type: 'boolean', default: false }, mirror: { type: 'string' } },
})

const curves: Curve[] = [
  {
    name: 'rules: one agent event of 1 KB, every rule on its log source',
    points: [50, 500, 3100, 10_000].map(byRules),
  },
  {
    name: 'groups: one event of an event_count over this many live groups',
    points: [100, 1000, 10_000, 100_000].map(byGroups),
  },
]
if (values.mirror !== undefined) {
  const { plan } = compileRules(sigmaFiles(values.mirror))
  const points = [50, 500, 3100].map((count) => byRealRules(plan, count))
  curves.push({ name: 'rules of SigmaHQ: one process creation of 700 B, no routing', points })
}
const machine = `${cpus()[0]?.model ?? '?'}, Node ${process.version}, one core`
for (const { name, points } of curves) {
  console.log(name)
  for (const [x, y] of points) console.log(`  ${x}: ${y.toFixed(2)} us an event`)
}
console.log(machine)
if (values.write) {
  mkdirSync('docs/figures', { recursive: true })
  writeFileSync('docs/figures/rule-cost.svg', plot('Cost of an event', curves, machine))
}

/** Microseconds of one call, the best of some rounds. */
function cost(work: () => void): number {
  for (let i = 0; i < 20_000; i++) work()
  let best = Infinity
  for (let round = 0; round < 7; round++) {
    const started = performance.now()
    let done = 0
    while (performance.now() - started < 200) for (let i = 0; i < 500; i++, done++) work()
    best = Math.min(best, (1000 * (performance.now() - started)) / done)
  }
  return best
}

function byRules(count: number): readonly [number, number] {
  const { plan } = compileRules(rulesOf(count, 3))
  if (plan.rules.length !== count) throw new Error(`only ${plan.rules.length} of ${count} rules compiled`)
  const evaluator = createEvaluator(plan)
  const events = agentEvents(2000, 2).map((line) => JSON.parse(line) as Record<string, unknown>)
  let at = 0
  return [count, cost(() => void evaluator.evaluate(events[at++ % events.length] ?? {}))]
}

/** Rules taken evenly from all of them. */
function byRealRules(plan: Plan, count: number): readonly [number, number] {
  const rules = Array.from(
    { length: count },
    (_, i) => plan.rules[Math.floor((i * plan.rules.length) / count)],
  )
  const evaluator = createEvaluator(
    { ...plan, rules: rules.filter((rule) => rule !== undefined) },
    { routing: false, logsource: (event) => event },
  )
  const events = linesOf('structured', 2000, 20).map((line) => JSON.parse(line) as Record<string, unknown>)
  let at = 0
  return [count, cost(() => void evaluator.evaluate(events[at++ % events.length] ?? {}))]
}

function byGroups(count: number): readonly [number, number] {
  const evaluator = createEvaluator(countOf('1h', 100_000), {
    logsource: () => ({ product: 'agent' }),
    timeOf: (event) => event['t'] as number,
    groups: count + 1,
    entries: 16,
  })
  const next = random(4)
  const keys = Array.from({ length: count }, () => word(next, 12))
  const event = { id: '', what: 'x', who: '', t: 0 }
  const work = (): void => {
    event.t += 1
    event.id = `e${event.t}`
    event.who = keys[(event.t * 7919) % count] ?? ''
    evaluator.evaluate(event)
  }
  for (let i = 0; i < 3 * count; i++) work()
  return [count, cost(work)]
}
