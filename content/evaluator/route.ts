import type { PlanLogsource } from '@clawback/model'
import { everyOne, makeCandidates } from './index/candidates.js'
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

/** The rules that apply to the events of some log sources, with one search over all of them. */
export interface Lane {
  readonly rules: readonly LoadedRule[]
  readonly candidates: Candidates
}

/** Finds the lane of an event. Lanes are made when the first event of theirs comes. */
export type Router = (logsource: PlanLogsource | undefined) => Lane

/** Lanes with a search of their own; beyond it each rule is asked. */
const laneCap = 256

/** With `routing` off, every rule applies to every event whatever its log source. */
export function makeRouter(rules: readonly LoadedRule[], view: View, routing = true): Router {
  const makeLane = (members: readonly LoadedRule[]): Lane => ({
    rules: members,
    candidates: makeCandidates(members, view),
  })
  if (!routing) {
    let lane: Lane | undefined
    return () => (lane ??= makeLane(rules))
  }
  const bySet = new Map<string, Lane>()
  return remember(rules, (logsource) => {
    const places = rules.flatMap(({ rule }, i) => (applies(rule.logsource, logsource) ? [i] : []))
    const members = places.map((i) => rules[i] as LoadedRule)
    const key = places.join(' ')
    const known = bySet.get(key)
    if (known !== undefined) return known
    if (bySet.size >= laneCap) return { rules: members, candidates: everyOne(members.length) }
    const lane = makeLane(members)
    bySet.set(key, lane)
    return lane
  })
}

/** Names that no rule asks for are all alike, so what is remembered is bounded by the rules, not by the events. */
function remember(rules: readonly LoadedRule[], find: (logsource: PlanLogsource) => Lane): Router {
  const number = (names: Iterable<string | undefined>): Map<string | undefined, number> =>
    new Map([...new Set(names)].filter((name) => name !== undefined).map((name, i) => [name, i + 1]))
  const products = number(rules.map(({ rule }) => rule.logsource.product))
  const categories = number(['match', ...rules.map(({ rule }) => rule.logsource.category)])
  const services = number(rules.map(({ rule }) => rule.logsource.service))
  const lanes = new Map<number, Lane>()
  return (logsource = {}) => {
    const product = products.get(logsource.product) ?? 0
    const category = categories.get(logsource.category) ?? 0
    const service = services.get(logsource.service) ?? 0
    const place = (product * (categories.size + 1) + category) * (services.size + 1) + service
    const known = lanes.get(place)
    if (known !== undefined) return known
    const lane = find(logsource)
    lanes.set(place, lane)
    return lane
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
