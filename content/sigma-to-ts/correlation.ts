import type { CompareOp, CorrelationType, PlanExpr } from '@clawback/model'
import { names, readHeader, text } from './header.js'
import type { Header } from './header.js'
import type { Problems } from './problem.js'
import { readCondition } from './rule.js'
import { entry } from './yaml.js'
import type { Entry, Mapping } from './yaml.js'

/** A correlation before its references are resolved: rules by id or name, as written. */
export interface CorrelationDraft {
  readonly kind: 'correlation'
  readonly header: Header
  readonly correlation: CorrelationType
  readonly rules: readonly string[]
  readonly groupBy: readonly string[]
  /** alias -> rule id or name -> field. */
  readonly aliases: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly timespan: number
  readonly condition: readonly { readonly op: CompareOp; readonly value: number }[]
  readonly seen: PlanExpr | undefined
  readonly fields: readonly string[]
  readonly percentile: number | undefined
  readonly generate: boolean
  readonly place: Mapping
}

const types: Readonly<Record<string, CorrelationType>> = {
  event_count: 'event_count',
  value_count: 'value_count',
  temporal: 'temporal',
  temporal_ordered: 'temporal_ordered',
  value_sum: 'value_sum',
  value_avg: 'value_avg',
  value_percentile: 'value_percentile',
  value_median: 'value_median',
}

/** Reads a correlation rule (Sigma correlations 2.1). Undefined when something is wrong (reported). */
export function readCorrelation(map: Mapping, problems: Problems): CorrelationDraft | undefined {
  const before = problems.found.length
  const header = readHeader(map, problems)
  const found = entry(map, 'correlation')
  if (found?.value.type !== 'map') {
    problems.add(
      found ?? map,
      '`correlation` is not a mapping',
      'Add type, rules, group-by, timespan and condition.',
    )
    return undefined
  }
  const body = found.value
  checkKeys(body, problems)
  const correlation = readType(body, problems)
  const rules = names(body, 'rules', problems)
  if (rules.length === 0)
    problems.add(found, 'the correlation names no rules', 'List rule ids or names under `rules`.')
  const condition = readComparison(body, correlation, rules, problems)
  const draft = {
    kind: 'correlation' as const,
    header,
    correlation: correlation ?? 'event_count',
    rules,
    groupBy: names(body, 'group-by', problems),
    aliases: readAliases(body, problems),
    timespan: readTimespan(body, problems),
    generate: readGenerate(map, body, problems),
    place: map,
    ...condition,
  }
  return problems.found.length > before ? undefined : draft
}

const keys = ['type', 'rules', 'group-by', 'timespan', 'timeframe', 'condition', 'aliases', 'generate']

/** A misspelt `group-by` would silently correlate everything with everything. */
function checkKeys(body: Mapping, problems: Problems): void {
  for (const item of body.entries)
    if (!keys.includes(item.key))
      problems.add(item, `correlation.${item.key} is unknown`, `Use ${keys.join(', ')}.`)
}

function readType(body: Mapping, problems: Problems): CorrelationType | undefined {
  const name = text(body, 'type') ?? ''
  const type = Object.hasOwn(types, name) ? types[name] : undefined
  if (type === undefined)
    problems.add(
      entry(body, 'type')?.value ?? body,
      `there is no correlation type \`${name}\``,
      `Use one of ${Object.keys(types).join(', ')}.`,
    )
  return type
}

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

function readTimespan(body: Mapping, problems: Problems): number {
  const written = text(body, 'timespan') ?? text(body, 'timeframe') ?? ''
  const [, count = '', unit = ''] = /^(\d{1,9})([smhd])$/.exec(written) ?? []
  const milliseconds = Number(count) * (units[unit] ?? 0)
  if (milliseconds > 0 && milliseconds <= 366 * 86_400_000) return milliseconds
  problems.add(
    entry(body, 'timespan')?.value ?? body,
    `the timespan is \`${written}\``,
    'Write a number and one of s, m, h, d; at most 366d.',
  )
  return 0
}

/** `generate` stands at the rule in the specification and below `correlation` in many rules: both are read. */
function readGenerate(map: Mapping, body: Mapping, problems: Problems): boolean {
  const found = entry(body, 'generate') ?? entry(map, 'generate')
  if (found === undefined) return false
  if (found.value.type === 'scalar' && typeof found.value.value === 'boolean') return found.value.value
  problems.add(found.value, 'generate is neither true nor false', 'Write `generate: true`.')
  return false
}

function readAliases(body: Mapping, problems: Problems): CorrelationDraft['aliases'] {
  const found = entry(body, 'aliases')
  const aliases: Record<string, Record<string, string>> = Object.create(null) as Record<
    string,
    Record<string, string>
  >
  if (found === undefined) return aliases
  const items = found.value.type === 'map' ? found.value.entries : []
  if (items.length === 0) problems.add(found, '`aliases` is not a mapping', 'Write alias: {rule: field}.')
  for (const item of items) {
    if (item.value.type !== 'map') {
      problems.add(item, `the alias ${item.key} is not a mapping`, 'Write alias: {rule: field}.')
      continue
    }
    const of: Record<string, string> = Object.create(null) as Record<string, string>
    for (const one of item.value.entries) {
      const field = one.value.type === 'scalar' ? one.value.text : ''
      if (field === '')
        problems.add(one, `the alias ${item.key} names no field`, 'Write alias: {rule: field}.')
      of[one.key] = field
    }
    aliases[item.key] = of
  }
  return aliases
}

type Comparison = Pick<CorrelationDraft, 'condition' | 'seen' | 'fields' | 'percentile'>

const operators: readonly CompareOp[] = ['eq', 'neq', 'lt', 'lte', 'gt', 'gte']

function readComparison(
  body: Mapping,
  type: CorrelationType | undefined,
  rules: readonly string[],
  problems: Problems,
): Comparison {
  const none: Comparison = { condition: [], seen: undefined, fields: [], percentile: undefined }
  const found = entry(body, 'condition')
  const temporal = type === 'temporal' || type === 'temporal_ordered'
  if (found === undefined) {
    if (!temporal) problems.add(body, 'there is no condition', 'Write it as `condition: {gte: 10}`.')
    return none
  }
  if (found.value.type === 'scalar' && type === 'temporal')
    return { ...none, seen: readCondition(found.value, rules, problems) }
  if (found.value.type !== 'map') {
    problems.add(found, 'the condition is not a mapping', 'Write it as `condition: {gte: 10}`.')
    return none
  }
  const map = found.value
  const fields = entry(map, 'field')
  const read: Comparison = {
    seen: undefined,
    condition: map.entries.flatMap((item) => readOperator(item, problems)),
    fields: names(map, 'field', problems),
    percentile: readPercentile(map, type, problems),
  }
  if (read.condition.length === 0)
    problems.add(found, 'the condition compares with nothing', `Use one of ${operators.join(', ')}.`)
  if (type !== undefined && !type.startsWith('value_') && fields !== undefined)
    problems.add(fields, `${type} takes no field`, 'Use value_count, or leave out `field`.')
  if (type?.startsWith('value_') === true && read.fields.length === 0)
    problems.add(found, `${type} needs \`field\` in its condition`, 'Name the field whose values are taken.')
  if (type?.startsWith('value_') === true && type !== 'value_count' && read.fields.length > 1)
    problems.add(found, `${type} takes one field`, 'Name one field.')
  return read
}

function readOperator(item: Entry, problems: Problems): { op: CompareOp; value: number }[] {
  if (item.key === 'field' || item.key === 'percentile') return []
  const op = operators.find((one) => one === item.key)
  const value = item.value.type === 'scalar' ? Number(item.value.text || NaN) : NaN
  if (op !== undefined && Number.isFinite(value)) return [{ op, value }]
  problems.add(item, `${item.key} is not a comparison with a number`, `Use one of ${operators.join(', ')}.`)
  return []
}

function readPercentile(
  map: Mapping,
  type: CorrelationType | undefined,
  problems: Problems,
): number | undefined {
  const found = entry(map, 'percentile')
  if (found === undefined) return undefined
  const value = found.value.type === 'scalar' ? Number(found.value.text || NaN) : NaN
  if (type === 'value_percentile' && value >= 0 && value <= 100) return value
  problems.add(
    found,
    'percentile is not 0 to 100 of a value_percentile',
    'Use it with value_percentile only.',
  )
  return undefined
}
