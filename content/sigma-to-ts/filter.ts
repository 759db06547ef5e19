import type { PlanExpr, PlanLogsource } from '@clawback/model'
import type { DetectionContext } from './detection.js'
import { names, text } from './header.js'
import type { Problems } from './problem.js'
import { readDetections, readLogsource } from './rule.js'
import type { RuleDraft } from './rule.js'
import { entry } from './yaml.js'
import type { Mapping } from './yaml.js'

/** A global filter (Sigma filters 2.1): a condition that is added to other rules with AND. */
export interface FilterDraft {
  readonly kind: 'filter'
  readonly place: Mapping
  readonly name: string
  readonly logsource: PlanLogsource
  /** Ids or names of rules, or `any`. */
  readonly rules: readonly string[] | 'any'
  readonly detections: Readonly<Record<string, PlanExpr>>
  readonly condition: PlanExpr
}

export function readFilter(
  map: Mapping,
  problems: Problems,
  contextOf: (logsource: PlanLogsource) => DetectionContext,
): FilterDraft | undefined {
  const before = problems.found.length
  const logsource = readLogsource(map, problems)
  const body = readDetections(map, 'filter', ['rules'], contextOf(logsource))
  const filter = entry(map, 'filter')
  const listed = filter?.value.type === 'map' ? entry(filter.value, 'rules') : undefined
  const rules = filter?.value.type === 'map' ? names(filter.value, 'rules', problems) : []
  if (rules.length === 0)
    problems.add(
      listed ?? filter ?? map,
      'the filter names no rules',
      'List rule ids or names, or write `any`.',
    )
  if (problems.found.length > before || body === undefined) return undefined
  const any = rules.length === 1 && rules[0]?.toLowerCase() === 'any'
  const name = text(map, 'id') ?? text(map, 'title') ?? `${map.path}:${map.line}`
  return { kind: 'filter', place: map, name, logsource, rules: any ? 'any' : rules, ...body }
}

/** Adds every filter that is meant for a rule to it. A filter that finds none of its rules is reported. */
export function applyFilters(
  rules: readonly RuleDraft[],
  filters: readonly FilterDraft[],
  problems: Problems,
): RuleDraft[] {
  const used = new Set<FilterDraft>()
  const filtered = rules.map((rule) =>
    filters.reduce((draft, filter) => {
      if (!concerns(filter, rule)) return draft
      used.add(filter)
      return apply(draft, filter)
    }, rule),
  )
  for (const filter of filters) {
    if (filter.rules === 'any') continue
    if (!used.has(filter))
      problems.add(filter.place, 'the filter finds none of its rules', 'Check the ids and the logsource.')
    else
      for (const wanted of filter.rules.filter((name) => !rules.some((rule) => isCalled(rule, name))))
        problems.add(filter.place, `the filter names ${wanted}, which is not there`, 'Check the id.')
  }
  return filtered
}

function concerns(filter: FilterDraft, rule: RuleDraft): boolean {
  const { product, category, service } = filter.logsource
  if (product !== undefined && product !== rule.logsource.product) return false
  if (category !== undefined && category !== rule.logsource.category) return false
  if (service !== undefined && service !== rule.logsource.service) return false
  if (filter.rules === 'any') return true
  return filter.rules.some((wanted) => isCalled(rule, wanted))
}

function isCalled({ header }: RuleDraft, wanted: string): boolean {
  return wanted === header.id || wanted === header.name
}

function apply(rule: RuleDraft, filter: FilterDraft): RuleDraft {
  let prefix = `filter:${filter.name}`
  // Filters may share a title, and identifiers may look like this one.
  for (let i = 2; Object.keys(rule.detections).some((name) => name.startsWith(`${prefix}:`)); i++)
    prefix = `filter:${filter.name}:${i}`
  const renamed = (name: string): string => `${prefix}:${name}`
  const own = Object.entries(filter.detections).map(([name, expr]) => [renamed(name), expr] as const)
  return {
    ...rule,
    detections: { ...rule.detections, ...Object.fromEntries(own) },
    condition: { and: [rule.condition, rename(filter.condition, renamed)] },
  }
}

/** The expression with every search identifier renamed. */
export function rename(expr: PlanExpr, renamed: (name: string) => string): PlanExpr {
  if ('use' in expr) return { use: renamed(expr.use) }
  if ('not' in expr) return { not: rename(expr.not, renamed) }
  if ('and' in expr) return { and: expr.and.map((item) => rename(item, renamed)) }
  if ('or' in expr) return { or: expr.or.map((item) => rename(item, renamed)) }
  return expr
}
