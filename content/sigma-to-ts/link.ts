import type { PlanCorrelation, PlanExpr, PlanHeader, PlanRule, PlanTest } from '@clawback/model'
import { canonicalJson, sha256 } from '@clawback/model'
import type { CorrelationDraft } from './correlation.js'
import { rename } from './filter.js'
import type { Header } from './header.js'
import type { Problems } from './problem.js'
import type { RuleDraft } from './rule.js'

/** Chains of correlations longer than this are refused. */
const chainCap = 8

/**
 * Resolves the references of correlations, decides which rules alert by themselves (Generate), and gives every rule
 * its hash and requirements. Correlations come out after what they refer to.
 */
export function link(
  rules: readonly RuleDraft[],
  correlations: readonly CorrelationDraft[],
  problems: Problems,
): { readonly rules: PlanRule[]; readonly correlations: PlanCorrelation[] } {
  const named = nameAll([...rules, ...correlations], problems)
  const order = inOrder(named, correlations, problems)
  const hidden = new Set<string>()
  const shown = new Set<string>()
  for (const draft of order)
    for (const reference of draft.rules)
      (draft.generate ? shown : hidden).add(named.get(reference)?.header.id ?? '')
  const alerts = (header: Header): boolean =>
    header.type === 'capability' || shown.has(header.id) || !hidden.has(header.id)
  const kept = rules.filter((rule) => named.get(rule.header.id) === rule)
  const planned = kept.map((rule) => planRule(rule, alerts(rule.header)))
  const hashes = new Map(planned.map((rule) => [rule.id, rule.hash]))
  return {
    rules: planned,
    correlations: order.map((draft) => {
      const correlation = planCorrelation(draft, named, hashes, alerts(draft.header))
      hashes.set(correlation.id, correlation.hash)
      return correlation
    }),
  }
}

type Named = ReadonlyMap<string, RuleDraft | CorrelationDraft>

function nameAll(drafts: readonly (RuleDraft | CorrelationDraft)[], problems: Problems): Named {
  const named = new Map<string, RuleDraft | CorrelationDraft>()
  for (const draft of drafts) {
    const { id, name, place } = draft.header
    const taken = named.get(id) ?? (name === undefined ? undefined : named.get(name))
    if (taken !== undefined) {
      problems.add(
        place,
        `${id} is already the id or name of ${taken.header.source}`,
        'Give every rule its own.',
      )
      continue
    }
    named.set(id, draft)
    if (name !== undefined) named.set(name, draft)
  }
  return named
}

/** Correlations whose references all resolve, each after what it refers to. */
function inOrder(
  named: Named,
  correlations: readonly CorrelationDraft[],
  problems: Problems,
): CorrelationDraft[] {
  const done = new Map<CorrelationDraft, boolean>()
  const order: CorrelationDraft[] = []
  const visit = (draft: CorrelationDraft, path: readonly CorrelationDraft[]): boolean => {
    const known = done.get(draft)
    if (known !== undefined) return known
    if (path.includes(draft) || path.length >= chainCap) {
      problems.add(
        draft.place,
        'the correlation refers back to itself or its chain is too long',
        'Break the circle.',
      )
      return false
    }
    const whole = draft.rules.every((reference) => {
      const target = named.get(reference)
      if (target?.kind === 'rule') return true
      if (target?.kind === 'correlation' && visit(target, [...path, draft])) return true
      problems.add(
        draft.place,
        `the rule ${reference} is not there or has errors`,
        'Refer to a rule by id or name.',
      )
      return false
    })
    const sound = whole && aliasesResolve(draft, named, problems) && groupsReach(draft, named, problems)
    done.set(draft, sound)
    if (sound) order.push(draft)
    return sound
  }
  for (const draft of correlations) if (named.get(draft.header.id) === draft) visit(draft, [])
  return order
}

/** An alias for a rule that is not taken in would never be applied, and the group be another than meant. */
function aliasesResolve(draft: CorrelationDraft, named: Named, problems: Problems): boolean {
  const taken = new Set(draft.rules.map((reference) => named.get(reference)))
  const stray = Object.entries(draft.aliases).flatMap(([alias, of]) =>
    Object.keys(of)
      .filter((reference) => !taken.has(named.get(reference)))
      .map((reference) => `the alias ${alias} names ${reference}, which is not among the rules`),
  )
  for (const detail of stray) problems.add(draft.place, detail, 'Name a rule that the correlation takes in.')
  return stray.length === 0
}

/** What a correlation hands on is what it was grouped by: one above that asks for another field would never hear of it. */
function groupsReach(draft: CorrelationDraft, named: Named, problems: Problems): boolean {
  const lacking = draft.rules.flatMap((reference) => {
    const below = named.get(reference)
    if (below?.kind !== 'correlation') return []
    const meant = (name: string): string =>
      Object.entries(draft.aliases[name] ?? {}).find(([rule]) => named.get(rule) === below)?.[1] ?? name
    const asked = [...draft.groupBy.map(meant), ...draft.fields]
    return asked
      .filter((name) => !below.groupBy.includes(name))
      .map((name) => `it asks for ${name}, which the correlation ${reference} below is not grouped by`)
  })
  for (const detail of lacking)
    problems.add(draft.place, detail, 'Group the correlation below by it too, or name an alias.')
  return lacking.length === 0
}

function planHeader(header: Header, alerts: boolean): Omit<PlanHeader, 'hash' | 'requires'> {
  const {
    id,
    title,
    description,
    status,
    level,
    type,
    tags,
    falsePositives,
    fix,
    response,
    mode,
    capability,
    source,
  } = header
  return {
    id,
    title,
    description,
    status,
    level,
    type,
    tags,
    falsePositives,
    ...(fix === undefined ? {} : { fix }),
    response,
    mode,
    ...(capability === undefined ? {} : { capability }),
    alerts,
    source,
  }
}

function planRule(draft: RuleDraft, alerts: boolean): PlanRule {
  const { logsource, detections, condition } = draft
  const requires = new Set<string>()
  for (const expr of Object.values(detections)) collectNeeds(expr, requires)
  return {
    ...planHeader(draft.header, alerts),
    hash: sha256(canonicalJson({ logsource, detections, condition })),
    requires: [...requires].sort(),
    logsource,
    detections,
    condition,
  }
}

const needs: Readonly<Partial<Record<PlanTest['op'], string>>> = {
  re: 'regex',
  cidr: 'cidr',
  field: 'field-reference',
  time: 'time-part',
  list: 'lists',
}

function collectNeeds(expr: PlanExpr, out: Set<string>): void {
  if ('and' in expr || 'or' in expr)
    for (const item of 'and' in expr ? expr.and : expr.or) collectNeeds(item, out)
  else if ('not' in expr) collectNeeds(expr.not, out)
  else if ('field' in expr)
    for (const test of 'any' in expr ? expr.any : expr.all) {
      const need = needs[test.op]
      if (need !== undefined) out.add(need)
    }
}

function planCorrelation(
  draft: CorrelationDraft,
  named: Named,
  hashes: ReadonlyMap<string, string>,
  alerts: boolean,
): PlanCorrelation {
  const idOf = (reference: string): string => named.get(reference)?.header.id ?? reference
  const rules = draft.rules.map(idOf)
  const window = draft.header.window ?? (growsTruer(draft) ? 'sliding' : 'tumbling')
  const seen = draft.seen === undefined ? undefined : rename(draft.seen, idOf)
  const meaning = {
    correlation: draft.correlation,
    rules,
    by: draft.groupBy.map((name) => ({ name, of: aliasOf(draft, name, idOf) })),
    timespan: draft.timespan,
    condition: draft.condition,
    ...(seen === undefined ? {} : { seen }),
    fields: draft.fields,
    ...(draft.percentile === undefined ? {} : { percentile: draft.percentile }),
    window,
  }
  return {
    ...planHeader(draft.header, alerts),
    hash: sha256(canonicalJson({ ...meaning, of: rules.map((id) => hashes.get(id)) })),
    requires: [
      `correlation.${draft.correlation}`,
      ...(draft.seen === undefined ? [] : ['correlation.condition']),
      `window.${window}`,
    ],
    ...meaning,
  }
}

function aliasOf(
  draft: CorrelationDraft,
  name: string,
  idOf: (reference: string) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(draft.aliases[name] ?? {}).map(([rule, field]) => [idOf(rule), field]),
  )
}

/** Whether more events can only make the condition truer, so that it may fire before its window closes. */
function growsTruer({ correlation, condition, seen }: CorrelationDraft): boolean {
  const counts =
    correlation === 'event_count' || correlation === 'value_count' || correlation.startsWith('temporal')
  const upward = condition.every(({ op }) => op === 'gt' || op === 'gte')
  return counts && upward && (seen === undefined || !negates(seen))
}

function negates(expr: PlanExpr): boolean {
  if ('not' in expr) return true
  if ('and' in expr) return expr.and.some(negates)
  return 'or' in expr && expr.or.some(negates)
}
