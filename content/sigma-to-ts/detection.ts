import type { PlanExpr, PlanTest } from '@clawback/model'
import { both, either } from './condition.js'
import { readModifiers } from './modifiers.js'
import type { Modifiers } from './modifiers.js'
import type { Problems } from './problem.js'
import { readValue } from './value.js'
import type { Lists } from './value.js'
import type { Entry, Mapping, Scalar, Tree } from './yaml.js'

/** What reading a detection needs from outside the rule. */
export interface DetectionContext {
  readonly lists: Lists
  readonly problems: Problems
  /** Names of the field in the events, after the pipelines; several are alternatives. */
  field(name: string): readonly string[]
}

/**
 * Reads one search identifier (Sigma rules 2.1, Search-Identifier): a map is joined with AND, a list of maps or
 * keywords with OR. Undefined when some part of it is wrong (reported).
 */
export function readDetection(tree: Tree, context: DetectionContext): PlanExpr | undefined {
  switch (tree.type) {
    case 'scalar':
      return readKeywords([tree], context)
    case 'map':
      return readMap(tree, context)
    case 'list':
      return readList(tree.items, tree, context)
  }
}

function readList(items: readonly Tree[], tree: Tree, context: DetectionContext): PlanExpr | undefined {
  if (items.length === 0) {
    context.problems.add(tree, 'the list is empty', 'Give at least one value.')
    return undefined
  }
  const keywords = items.filter((item): item is Scalar => item.type === 'scalar')
  const others = items.filter((item) => item.type !== 'scalar')
  const read = others.map((item) => readDetection(item, context))
  if (keywords.length > 0) read.unshift(readKeywords(keywords, context))
  return whole(read, either)
}

function readKeywords(values: readonly Scalar[], context: DetectionContext): PlanExpr | undefined {
  const modifiers = readModifiers(['contains'], values[0] ?? noPlace, context.problems)
  return modifiers === undefined ? undefined : readItem([null], values, modifiers, context)
}

const noPlace = { path: '', line: 0, column: 0 }

function readMap(map: Mapping, context: DetectionContext): PlanExpr | undefined {
  if (map.entries.length === 0) {
    context.problems.add(map, 'the search identifier is empty', 'Give at least one field.')
    return undefined
  }
  return whole(
    map.entries.map((item) => readEntry(item, context)),
    both,
  )
}

function readEntry(item: Entry, context: DetectionContext): PlanExpr | undefined {
  const [name = '', ...names] = item.key.split('|')
  const keyword = name === ''
  const modifiers = readModifiers(keyword ? sought(names) : names, item, context.problems)
  const values = readValues(item, context.problems)
  if (modifiers === undefined || values === undefined) return undefined
  if (keyword && modifiers.kind !== 'text' && modifiers.kind !== 're') {
    context.problems.add(item, `${modifiers.kind} needs a field`, 'Name a field before the modifiers.')
    return undefined
  }
  if (modifiers.all && values.length === 1) {
    context.problems.add(item, '`all` has no meaning for a single value', 'Leave out `all`.')
    return undefined
  }
  return readItem(keyword ? [null] : context.field(name), values, modifiers, context)
}

/** Modifiers that leave it open where in a value a keyword stands: it is searched for, as without them. */
const open = new Set('all neq cased windash base64 base64offset wide utf16 utf16le utf16be expand'.split(' '))

function sought(names: readonly string[]): readonly string[] {
  return names.every((name) => open.has(name)) ? [...names, 'contains'] : names
}

function readValues(item: Entry, problems: Problems): Scalar[] | undefined {
  const { value } = item
  if (value.type === 'scalar') return [value]
  if (value.type === 'map') {
    problems.add(
      value,
      'a field takes a value or a list of values, not a mapping',
      'Write the field name with dots.',
    )
    return undefined
  }
  const values = value.items.filter((one): one is Scalar => one.type === 'scalar')
  const wrong =
    value.items.length === 0
      ? 'the list of values is empty'
      : values.length < value.items.length
        ? 'a list of values holds plain values only'
        : values.some((one) => one.value === null)
          ? 'null cannot be part of a list'
          : undefined
  if (wrong === undefined) return values
  problems.add(value, wrong, 'See Special Field Values and Lists in the Sigma rules specification 2.1.')
  return undefined
}

function readItem(
  fields: readonly (string | null)[],
  values: readonly Scalar[],
  modifiers: Modifiers,
  context: DetectionContext,
): PlanExpr | undefined {
  const read = values.map((value) => readValue(value, modifiers, context.lists, context.problems))
  if (!read.every((tests) => tests !== undefined)) return undefined
  const expr = either(fields.map((field) => combine(field, read, modifiers.all)))
  return modifiers.negated ? { not: expr } : expr
}

/** Values are alternatives unless `all`; the spellings of one value always are. */
function combine(field: string | null, read: readonly (readonly PlanTest[])[], all: boolean): PlanExpr {
  if (!all) return { field, any: read.flat() }
  if (read.every((tests) => tests.length === 1)) return { field, all: read.flat() }
  return both(read.map((tests) => ({ field, any: tests })))
}

function whole(
  read: readonly (PlanExpr | undefined)[],
  combineAll: (items: readonly PlanExpr[]) => PlanExpr,
): PlanExpr | undefined {
  const items = read.filter((expr) => expr !== undefined)
  return items.length === read.length ? combineAll(items) : undefined
}
