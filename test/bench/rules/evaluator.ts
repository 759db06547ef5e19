/**
 * How fast rules are applied, on one core: `npm run build && taskset -c 0 node --import tsx
 * test/bench/rules/evaluator.ts [--mirror DIR [--folder rules]] [--seconds N] [--part NAME]` (the built packages: tsx adds calls of its own to sources). Every lane is given beside JSON.parse alone of the same
 * bytes in the same run; alert objects are built in full. Rates are per second of CPU, as "median to best" of many short rounds
 * in which the kinds of work take turns: others on the machine cost caches, and the best round is the least disturbed one.
 */
import { createEvaluator } from '@clawback/evaluator'
import type { Evaluator } from '@clawback/evaluator'
import type { PlanLogsource } from '@clawback/model'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { compileRules } from 'sigma-to-ts'
import { countOf } from './counted.js'
import { random, word } from './random.js'
import { rates, ratio, spread } from './rates.js'
import { lanes, linesOf } from './lanes.js'
import { sigmaFiles } from './mirror.js'
import { agentEvents, rulesOf } from './synthetic.js'
import { fileCreations, processCreations } from './windows.js'

const { values } = parseArgs({
  options: {
    mirror: { type: 'string' },
    folder: { type: 'string' },
    seconds: { type: 'string', default: '3' },
    part: { type: 'string' },
  },
})
const milliseconds = Number(values.seconds) * 1000

/** Each in a process of its own: what the compiler learned of one set of rules, another pays for. */
const parts: Readonly<Record<string, () => void>> = {
  agent: () => agentPack(100),
  synthetic: () => {
    for (const rules of [50, 500, 3100, 10_000]) synthetic(rules)
  },
  event_count: () => correlation('event_count', 100_000),
  value_count: () => correlation('value_count', 100_000),
  sigmahq: () => {
    if (values.mirror !== undefined && existsSync(join(values.mirror, 'rules'))) sigmahq(values.mirror)
    else console.log('sigmahq: skipped, no --mirror DIR')
  },
}
const part = values.part === undefined ? undefined : parts[values.part]
if (part !== undefined) part()
else if (values.part !== undefined) throw new Error(`--part is one of ${Object.keys(parts).join(', ')}`)
else
  for (const name of Object.keys(parts))
    spawnSync(process.execPath, [...process.execArgv, ...process.argv.slice(1), '--part', name], {
      stdio: 'inherit',
    })

function lane(name: string, evaluator: Evaluator, lines: readonly string[]): void {
  const events = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  const { parse, alone, both } = rates(
    {
      parse: (i) => void JSON.parse(lines[i] ?? ''),
      alone: (i) => void evaluator.evaluate(events[i] ?? {}),
      both: (i) => void evaluator.evaluate(JSON.parse(lines[i] ?? '') as Record<string, unknown>),
    },
    lines.length,
    milliseconds,
  )
  const times = events.flatMap((event) => {
    const started = performance.now()
    evaluator.evaluate(event)
    return [performance.now() - started]
  })
  times.sort((a, b) => a - b)
  const micros = (p: number): string => ((times[Math.floor(times.length * p)] ?? 0) * 1000).toFixed(1)
  const before = evaluator.stats()
  for (const event of events) evaluator.evaluate(event)
  const after = evaluator.stats()
  const per = (name: 'asked' | 'alerts'): string => ((after[name] - before[name]) / events.length).toFixed(2)
  const size = Math.round(lines.reduce((sum, line) => sum + line.length, 0) / lines.length)
  console.log(
    `${name}: ${size} B, parse ${spread(parse)}, evaluate ${spread(alone)}, both ${spread(both)} (${ratio(both, parse)} of parse), p99 ${micros(0.99)} us, p99.9 ${micros(0.999)} us, asked ${per('asked')}, alerts ${per('alerts')} an event`,
  )
}

function agentPack(count: number): void {
  const started = performance.now()
  const { plan } = compileRules(rulesOf(count, 1))
  const compiled = performance.now()
  const evaluator = createEvaluator(plan)
  console.log(
    `agent pack of ${count}: compile ${(compiled - started).toFixed(0)} ms, ready ${(performance.now() - compiled).toFixed(1)} ms`,
  )
  lane(`agent pack of ${count}`, evaluator, agentEvents(5000, 2))
}

function synthetic(count: number): void {
  const { plan } = compileRules(rulesOf(count, 3))
  lane(`${count} synthetic rules`, createEvaluator(plan), agentEvents(5000, 2))
}

function correlation(type: 'event_count' | 'value_count', groups: number): void {
  const evaluator = createEvaluator(countOf('1m', 100, type, type === 'value_count' ? 'v' : undefined), {
    logsource: () => ({ product: 'agent' }),
    timeOf: (event) => event['t'] as number,
    groups: groups + 1,
  })
  const next = random(4)
  const keys = Array.from({ length: groups }, () => word(next, 12))
  let t = 0
  const event = { schema: 'clawback/1', id: '', what: 'x', who: '', v: '', t: 0 }
  const work = (): void => {
    t += 1
    event.id = `e${t}`
    event.who = keys[(t * 7919) % groups] ?? ''
    event.v = `v${t % 37}`
    event.t = t
    evaluator.evaluate(event)
    if (t % 10_000 === 0) evaluator.advance('*', t)
  }
  const line = JSON.stringify({ ...event, id: 'e1', who: keys[0] })
  const { parse, counted } = rates({ parse: () => void JSON.parse(line), counted: work }, 1000, milliseconds)
  console.log(
    `${type} over ${groups} groups: ${spread(counted)} (${ratio(counted, parse)} of parse of ${line.length} B), groups ${evaluator.stats().groups}`,
  )
}

function sigmahq(root: string): void {
  const files = sigmaFiles(root, values.folder)
  const started = performance.now()
  const { plan } = compileRules(files)
  const compiled = performance.now()
  console.log(
    `sigmahq: ${plan.rules.length} rules, compile ${(compiled - started).toFixed(0)} ms, machine ${cpus()[0]?.model ?? '?'}, Node ${process.version}`,
  )
  const creation: PlanLogsource = { product: 'windows', category: 'process_creation', service: 'sysmon' }
  const file: PlanLogsource = { product: 'windows', category: 'file_event', service: 'sysmon' }
  const processes = processCreations(5000, 5)
  const creations = fileCreations(5000, 6)
  const make = (routing: boolean, logsource: PlanLogsource): Evaluator => {
    const began = performance.now()
    const evaluator = createEvaluator(plan, { routing, logsource: () => logsource })
    const ready = performance.now() - began
    evaluator.evaluate(JSON.parse(processes[0] ?? '') as Record<string, unknown>)
    console.log(
      `sigmahq, ${routing ? 'routed' : 'not routed'}: ready ${ready.toFixed(0)} ms, first event after ${(performance.now() - began).toFixed(0)} ms`,
    )
    return evaluator
  }
  for (const [i, name] of Object.keys(lanes).entries())
    for (const routing of [true, false])
      lane(
        `${name}, ${routing ? 'routed' : 'not routed'}`,
        createEvaluator(plan, { routing, logsource: (event) => event }),
        linesOf(name, 5000, 20 + i),
      )
  console.log('events as hosts have them: every value its own, half of the programs ones that rules look at')
  lane('process creations, routed', make(true, creation), processes)
  lane('file creations, routed', make(true, file), creations)
  lane('process creations, not routed', make(false, creation), processes)
  lane('file creations, not routed', make(false, file), creations)
}
