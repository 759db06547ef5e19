import { createEvaluator } from '@clawback/evaluator'
import type { Evaluator } from '@clawback/evaluator'
import type { Baseline, Pack, Plan } from '@clawback/model'
import { compileRules } from 'sigma-to-ts'
import { pick, spoilText, spoilValue, strangeValue } from './mutate.js'

type Next = () => number

/** Something that is fed spoilt input. Throws when what it was fed broke a promise; else says what came of it. */
export interface Target {
  readonly name: string
  readonly promise: string
  /** One input from the numbers of `next`; also given to whoever is to look at a failure. */
  readonly make: (next: Next) => unknown
  readonly feed: (input: unknown) => string
}

const rule = `title: Reads cloud credentials
id: 5a7c0c53-0a35-4b62-a5a7-0d7a5b1f6a01
name: reads
status: test
level: medium
tags: [attack.t1552]
logsource: {product: agent, category: file}
detection:
    path:
        file.path|endswith: ['/.aws/credentials', '*\\\\x?']
        n|gte: 3
    words: ['a', 'b*c']
    pattern: {f|re|i: '^a(b|c)+[^d]{2,5}$', net|cidr: '10.0.0.0/8'}
    odd: {g|base64offset|contains: 'http', h|windash: '-x', i|fieldref: f, j: null, k|exists: true}
    condition: path and not 1 of words* or all of them and (pattern or odd)
`
const correlation = `title: Many
id: c1
correlation:
    type: event_count
    rules: [reads]
    group-by: [user]
    generate: true
    timespan: 5m
    condition: {gte: 3, lt: 9}
    aliases: {u: {reads: user}}
`
const filter = `title: Not ours
logsource: {product: agent}
filter: {rules: any, sel: {user: root}, condition: not sel}
`
const texts = [
  rule,
  `${rule}---\n${correlation}`,
  `${rule}---\n${correlation}---\n${filter}`,
  `action: global\n${rule}`,
]

const words = ['path', 'words', 'pattern', 'odd', 'pa*', 'them', '1 of', 'all of', 'any of', 'and', 'or', 'not', '(', ')', '|', '2 of', 'count()', '"x"', '_', ''] // prettier-ignore

const live = `title: Reads
name: reads
logsource: {product: agent}
detection:
    path: {file.path|endswith: '/.aws/credentials', f|contains: [b, c]}
    number: {n|gte: 3, g|re: '^[a-z]H'}
    filter: {h: '-y'}
    condition: (path or number) and not filter
`
const sound: Plan = compileRules([{ path: 'soak.yml', text: `${live}---\n${correlation}` }]).plan
const asking = compileRules([{ path: 'soak.yml', text: live.replaceAll('reads', 'asks').replace('n|gte: 3', 'baseline.exceeded|gte: 0.5') }]).plan // prettier-ignore
const baseline: Baseline = {
  id: 'b',
  cohort: { field: '*', value: '*' },
  samples: 4,
  entries: [{ action: 'file.read', target: '~/.AWS/credentials', support: 2 }],
  quantiles: { 'file.read': { p50: 1, p99: 2, max: 3 }, n: { p50: 1, p99: 2, max: 3 } },
}
const withBaseline = {
  manifest: { name: 'asking', version: '1.0.0' },
  plan: asking,
  baselines: [baseline],
  lists: {},
} as unknown as Pack
const event = { kind: 'file.read', 'file.path': '/home/u/.AWS/credentials', n: 4, f: 'abcx', g: 'aHR0cA==', h: '-x', user: 'u', time: '2026-01-01T00:00:00Z', id: 'e' } // prettier-ignore
const logsource = (): { product: string; category: string } => ({ product: 'agent', category: 'file' })

export const targets: readonly Target[] = [
  {
    name: 'rule parser',
    promise: 'never throws; every refusal has a place, a reason and a mend',
    make: (next) => spoilText(pick(texts, next), next),
    feed: (text) => compiled(text as string),
  },
  {
    name: 'condition parser',
    promise: 'never throws; every refusal has a place, a reason and a mend',
    make: (next) => {
      const length = 1 + Math.floor(next() * 12)
      const condition = Array.from({ length }, () => pick(words, next)).join(' ')
      return next() < 0.3 ? spoilText(condition, next).replaceAll('\n', ' ') : condition
    },
    feed: (condition) =>
      compiled(`${rule.slice(0, rule.indexOf('    condition:'))}    condition: ${condition as string}\n`),
  },
  {
    name: 'plan loader',
    promise: 'never throws; what cannot be loaded is skipped with its reason, and events never fail',
    make: (next) => {
      const plan = spoilValue(sound, next, 0.006)
      return typeof plan === 'object' && plan !== null && 'rules' in plan ? { ...sound, ...plan } : sound
    },
    feed: (plan) => {
      const spoilt = plan as { rules: unknown; correlations: unknown }
      const rules = Array.isArray(spoilt.rules) ? spoilt.rules : []
      const correlations = Array.isArray(spoilt.correlations) ? spoilt.correlations : []
      const evaluator = createEvaluator(
        { format: 'clawback-plan/1', rules, correlations },
        {
          logsource,
        },
      )
      evaluator.evaluate(event)
      evaluator.advance('*', 1.8e12)
      const { skipped, failed, rules: loaded } = evaluator.stats()
      for (const { reason } of skipped)
        if (reason === '') throw new Error('a rule is skipped without a reason')
      if (failed > 0) throw new Error('an event failed on a rule that was loaded')
      return skipped.length > 0 ? 'skipped' : `loaded ${loaded}`
    },
  },
  {
    name: 'evaluator',
    promise: 'never throws on an event; alerts are well-formed, state survives a snapshot',
    make: (next) => {
      if (next() < 0.05) return strangeValue(next)
      const time = new Date(1.7e12 + 1e7 * next()).toISOString()
      return spoilValue({ ...event, time, id: `e${next()}` }, next, 0.08)
    },
    feed: (spoilt) => fed(spoilt),
  },
]

function compiled(text: string): string {
  const { plan, errors } = compileRules([{ path: 'soak.yml', text }])
  for (const { line, column, detail, mend } of errors)
    if (!(line >= 1) || !(column >= 1) || detail === '' || mend === '')
      throw new Error('a refusal lacks a part')
  if (errors.length > 0) return 'refused'
  return plan.rules.length + plan.correlations.length > 0 ? 'compiled' : 'empty'
}

let evaluator: Evaluator | undefined
let count = 0

function fed(spoilt: unknown): string {
  evaluator ??= createEvaluator([sound, withBaseline], { logsource, groups: 100, remembered: 500 })
  const alerts = evaluator.evaluate(spoilt as Record<string, unknown>)
  for (const alert of alerts) JSON.parse(JSON.stringify(alert))
  if (++count % 5000 === 0) {
    const state = JSON.parse(JSON.stringify(evaluator.snapshot())) as ReturnType<Evaluator['snapshot']>
    evaluator.restore(state)
    evaluator.advance('*', 1.7e12 + count)
  }
  return alerts.length > 0 ? 'fired' : 'quiet'
}
