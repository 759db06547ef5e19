import type { PlanExpr, PlanLogsource } from '@clawback/model'
import { ConditionError, either, parseCondition } from './condition.js'
import { readDetection } from './detection.js'
import type { DetectionContext } from './detection.js'
import { readHeader, text } from './header.js'
import type { Header } from './header.js'
import type { Problems } from './problem.js'
import { entry, within } from './yaml.js'
import type { Mapping, Tree } from './yaml.js'

/** A single-event rule before filters and references are applied. */
export interface RuleDraft {
  readonly kind: 'rule'
  readonly header: Header
  readonly logsource: PlanLogsource
  readonly detections: Readonly<Record<string, PlanExpr>>
  readonly condition: PlanExpr
}

/** Reads a detection rule (Sigma rules 2.1). Undefined when something is wrong (reported). */
export function readRule(
  map: Mapping,
  problems: Problems,
  contextOf: (logsource: PlanLogsource) => DetectionContext,
): RuleDraft | undefined {
  const before = problems.found.length
  const header = readHeader(map, problems)
  const logsource = readLogsource(map, problems)
  const body = readDetections(map, 'detection', [], contextOf(logsource))
  return problems.found.length > before || body === undefined
    ? undefined
    : { kind: 'rule', header, logsource, ...body }
}

/** Reads search identifiers and condition below `key`; the names in `apart` belong to something else. */
export function readDetections(
  map: Mapping,
  key: string,
  apart: readonly string[],
  context: DetectionContext,
): { readonly detections: Readonly<Record<string, PlanExpr>>; readonly condition: PlanExpr } | undefined {
  const found = entry(map, key)
  if (found?.value.type !== 'map') {
    context.problems.add(found ?? map, `there is no \`${key}\` mapping`, `Add \`${key}\` with a condition.`)
    return undefined
  }
  const detections: Record<string, PlanExpr> = {}
  let whole = true
  const identifiers = found.value.entries.filter(
    (item) => item.key !== 'condition' && !apart.includes(item.key),
  )
  for (const item of identifiers) {
    if (item.key === 'timeframe') {
      context.problems.add(
        item,
        '`timeframe` was removed from Sigma',
        'Write a correlation rule with a timespan.',
      )
      whole = false
      continue
    }
    if (item.key === '__proto__') {
      context.problems.add(item, 'a search identifier cannot be named __proto__', 'Give it another name.')
      whole = false
      continue
    }
    const expr = readDetection(item.value, context)
    if (expr === undefined) whole = false
    else detections[item.key] = expr
  }
  const names = identifiers.map((item) => item.key)
  const condition = readConditions(found.value, names, context.problems)
  return whole && condition !== undefined ? { detections, condition } : undefined
}

function readConditions(map: Mapping, names: readonly string[], problems: Problems): PlanExpr | undefined {
  const found = entry(map, 'condition')
  const values = found === undefined ? [] : found.value.type === 'list' ? found.value.items : [found.value]
  if (values.length === 0) {
    problems.add(map, 'there is no condition', 'Add `condition` over the search identifiers.')
    return undefined
  }
  const read = values.map((value) => readCondition(value, names, problems))
  return read.every((expr) => expr !== undefined) ? either(read) : undefined
}

export function readCondition(
  value: Tree,
  names: readonly string[],
  problems: Problems,
): PlanExpr | undefined {
  if (value.type !== 'scalar' || typeof value.value !== 'string') {
    problems.add(value, 'the condition is not a text', 'Write it as `selection and not filter`.')
    return undefined
  }
  try {
    return parseCondition(value.text, names)
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error
    problems.add(within(value, error.at), error.message, error.mend)
    return undefined
  }
}

/** Reads the log source (Sigma rules 2.1, Log source); names are compared in lower case. */
export function readLogsource(map: Mapping, problems: Problems): PlanLogsource {
  const found = entry(map, 'logsource')
  if (found?.value.type !== 'map') {
    problems.add(found ?? map, 'there is no `logsource` mapping', 'Add product, category or service.')
    return {}
  }
  const source = found.value
  const [product, category, service] = ['product', 'category', 'service'].map((key) =>
    text(source, key)?.toLowerCase(),
  )
  if (product === undefined && category === undefined && service === undefined)
    problems.add(found, 'the logsource names nothing', 'Add product, category or service.')
  return {
    ...(product === undefined ? {} : { product }),
    ...(category === undefined ? {} : { category }),
    ...(service === undefined ? {} : { service }),
  }
}
