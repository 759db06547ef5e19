import type { Pattern, PlanExpr, PlanRule, PlanTest } from '@clawback/model'
import { parsePattern } from '@clawback/model'
import { fold } from '../match/fold.js'
import type { Lists } from '../match/tests.js'

/**
 * Something cheap to see that must be there for a rule to hold: a field with exactly this text, with this text somewhere
 * in it, or there at all. Texts are folded.
 */
export interface Atom {
  readonly field: string | null
  readonly kind: 'equal' | 'part' | 'present'
  readonly text: string
}

/** Atoms of which at least one is there whenever a rule holds, and a guess how often that will be. */
interface Cover {
  readonly atoms: readonly Atom[]
  readonly cost: number
}

/** The witnesses of a rule; undefined when it may hold without any, so that it must always be looked at. */
export function witnesses(rule: PlanRule, lists: Lists): readonly Atom[] | undefined {
  return cover(rule.condition, rule.detections, lists, 0)?.atoms
}

function cover(
  expr: PlanExpr,
  detections: Readonly<Record<string, PlanExpr>>,
  lists: Lists,
  depth: number,
): Cover | undefined {
  if (depth > 100) return undefined
  const below = (item: PlanExpr): Cover | undefined => cover(item, detections, lists, depth + 1)
  if ('and' in expr) return best(expr.and.map(below))
  if ('or' in expr) return union(expr.or.map(below))
  if ('not' in expr) return undefined
  if ('use' in expr) {
    const target = Object.hasOwn(detections, expr.use) ? detections[expr.use] : undefined
    return target === undefined ? undefined : below(target)
  }
  const { field } = expr
  return 'any' in expr
    ? union(expr.any.map((test) => ofTest(field, test, lists)))
    : best(expr.all.map((test) => ofTest(field, test, lists)))
}

function best(covers: readonly (Cover | undefined)[]): Cover | undefined {
  return covers.reduce(
    (a, b) => (b === undefined || (a !== undefined && a.cost <= b.cost) ? a : b),
    undefined,
  )
}

function union(covers: readonly (Cover | undefined)[]): Cover | undefined {
  if (covers.length === 0) return undefined
  const known = covers.filter((one) => one !== undefined)
  if (known.length < covers.length) return undefined
  const cost = known.reduce((sum, one) => sum + one.cost, 0)
  return { atoms: known.flatMap((one) => one.atoms), cost: Math.min(cost, presentCost - 1) }
}

const presentCost = 100

function present(field: string | null): Cover | undefined {
  return field === null ? undefined : { atoms: [{ field, kind: 'present', text: '' }], cost: presentCost }
}

/** Longer texts are rarer. */
function part(field: string | null, text: string): Cover | undefined {
  const folded = fold(text)
  if (folded === '') return present(field)
  const { length } = folded
  const cost = length >= 8 ? 1 : length >= 5 ? 3 : length >= 3 ? 10 : 60
  return { atoms: [{ field, kind: 'part', text: folded }], cost }
}

function equal(field: string | null, text: string): Cover | undefined {
  const folded = fold(text)
  if (field === null) return part(field, folded)
  return { atoms: [{ field, kind: 'equal', text: folded }], cost: folded.length >= 6 ? 2 : 8 }
}

function ofTest(field: string | null, test: PlanTest, lists: Lists): Cover | undefined {
  switch (test.op) {
    case 'eq':
      return equal(field, test.text)
    case 'contains':
    case 'startswith':
    case 'endswith':
      return part(field, test.text)
    case 'glob':
      return part(field, longest(test.parts.filter((one) => typeof one === 'string')))
    case 're':
      return union(
        (literals(parsePattern(test.pattern, test.flags)) ?? ['']).map((text) => part(field, text)),
      )
    case 'list':
      return union(
        (Object.hasOwn(lists, test.list) ? (lists[test.list] ?? []) : []).map((entry) =>
          part(field, longest([...`${test.before}${entry}${test.after}`.split(/[*?]/)])),
        ),
      )
    case 'exists':
      return test.value ? present(field) : undefined
    case 'null':
      return undefined
    default:
      return present(field)
  }
}

function longest(texts: readonly string[]): string {
  return texts.reduce((a, b) => (b.length > a.length ? b : a), '')
}

/** Alternatives kept of one pattern. */
const literalCap = 64

/** Texts one of which occurs in every text the pattern is found in; undefined when none is certain. */
function literals(pattern: Pattern): readonly string[] | undefined {
  switch (pattern.type) {
    case 'set':
      return single(pattern) === undefined ? undefined : [single(pattern) ?? '']
    case 'repeat':
      return pattern.min > 0 ? literals(pattern.item) : undefined
    case 'choice':
      return allLiterals(pattern.items)
    case 'sequence':
      return ofSequence(pattern.items)
    case 'any':
    case 'at':
      return undefined
  }
}

function allLiterals(items: readonly Pattern[]): readonly string[] | undefined {
  const found = items.map(literals)
  const known = found.filter((one) => one !== undefined)
  const all = known.flat()
  return known.length === found.length && all.length <= literalCap ? all : undefined
}

/** The longest run of plain characters, or what the best item says. */
function ofSequence(items: readonly Pattern[]): readonly string[] | undefined {
  const runs: string[] = ['']
  for (const item of items) {
    const c = single(item)
    if (c === undefined) runs.push('')
    else runs.push((runs.pop() ?? '') + c)
  }
  const run = longest(runs)
  const others = items.map(literals).filter((one) => one !== undefined && shortest(one) > run.length)
  return others[0] ?? (run === '' ? undefined : [run])
}

/** Length of the shortest text. */
function shortest(texts: readonly string[]): number {
  return Math.min(...texts.map((text) => text.length))
}

function single(pattern: Pattern): string | undefined {
  if (pattern.type !== 'set' || pattern.negated || pattern.ranges.length !== 1) return undefined
  const [range] = pattern.ranges
  return range !== undefined && range[0] === range[1] ? String.fromCodePoint(range[0]) : undefined
}
