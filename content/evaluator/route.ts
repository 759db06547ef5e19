import type { PlanLogsource } from '@clawback/model'
import { makeCandidates } from './index/candidates.js'
import type { Candidates } from './index/candidates.js'
import type { LoadedRule } from './load.js'
import type { View } from './match/view.js'

/** Says which log source an event comes from; undefined when it is not known. */
export type LogsourceOf = (event: Readonly<Record<string, unknown>>) => PlanLogsource | undefined

/**
 * The log source of a record of ours: product `agent`, category the noun of its kind, service its engine. Anything else
 * has none, and then only the rules without one apply; see the option `logsource` of the evaluator.
 */
export function recordLogsource(event: Readonly<Record<string, unknown>>): PlanLogsource | undefined {
  const kind = event['kind']
  if (typeof kind !== 'string') return undefined
  const dot = kind.indexOf('.')
  const engine = event['source.engine']
  const category = dot < 0 ? kind : kind.slice(0, dot)
  return typeof engine === 'string'
    ? { product: 'agent', category, service: engine.toLowerCase() }
    : { product: 'agent', category }
}

/** Rules that share a log source. */
export interface Lane {
  readonly logsource: PlanLogsource
  readonly rules: readonly LoadedRule[]
  readonly candidates: Candidates
}

/** Finds the lanes of an event; remembers the answer for each log source met, up to a bound. */
export interface Router {
  (logsource: PlanLogsource | undefined): readonly Lane[]
}

const rememberCap = 1024

export function makeRouter(rules: readonly LoadedRule[], view: View): Router {
  const byKey = new Map<string, { logsource: PlanLogsource; rules: LoadedRule[] }>()
  for (const loaded of rules) {
    const { product, category, service } = loaded.rule.logsource
    const key = JSON.stringify([product, category, service])
    const lane = byKey.get(key) ?? { logsource: loaded.rule.logsource, rules: [] }
    lane.rules.push(loaded)
    byKey.set(key, lane)
  }
  const lanes: readonly Lane[] = [...byKey.values()].map((lane) => ({
    ...lane,
    candidates: makeCandidates(lane.rules, view),
  }))
  const remembered = new Map<string, readonly Lane[]>()
  return (logsource) => {
    const key = `${logsource?.product ?? ''}\n${logsource?.category ?? ''}\n${logsource?.service ?? ''}`
    const known = remembered.get(key)
    if (known !== undefined) return known
    const found = lanes.filter((lane) => applies(lane.logsource, logsource ?? {}))
    if (remembered.size < rememberCap) remembered.set(key, found)
    return found
  }
}

/** Whether a rule of this log source applies to an event of that one. Matches are only for rules that ask for them. */
export function applies(rule: PlanLogsource, event: PlanLogsource): boolean {
  if (event.category === 'match' && rule.category !== 'match') return false
  return (
    (rule.product === undefined || rule.product === event.product) &&
    (rule.category === undefined || rule.category === event.category) &&
    (rule.service === undefined || rule.service === event.service)
  )
}
