import type { PlanExpr, PlanTest, TextOp } from '@clawback/model'
import { makeFinder } from '../index/grams.js'
import { Hits } from '../index/hits.js'
import { depthCap } from './check.js'
import { fold } from './fold.js'
import { no, note, yes } from './known.js'
import { compileTest, endsWith, TestError } from './tests.js'
import type { CellTest, Lists } from './tests.js'
import { cellOf, foldedAt, read, readWhole } from './view.js'
import type { Cell, View } from './view.js'

/** A compiled expression: whether it holds for the event the view is loaded with. */
export type Predicate = (view: View) => boolean

/** Compiles a condition with its search identifiers. Throws {@link TestError} or PatternError. */
export function compileExpr(
  expr: PlanExpr,
  detections: Readonly<Record<string, PlanExpr>>,
  view: View,
  lists: Lists,
): Predicate {
  const uses = new Map<string, Predicate>()
  const compile = (item: PlanExpr, depth: number): Predicate => {
    if (depth > depthCap) throw new TestError('the condition is nested too deep')
    if ('and' in item) return allOf(cheapestFirst(item.and, detections).map((one) => compile(one, depth + 1)))
    if ('or' in item) return anyOf(item.or.map((one) => compile(one, depth + 1)))
    if ('not' in item) {
      const inner = compile(item.not, depth + 1)
      return (current) => !inner(current)
    }
    if ('use' in item) {
      const known = uses.get(item.use)
      if (known !== undefined) return known
      const target = Object.hasOwn(detections, item.use) ? detections[item.use] : undefined
      if (target === undefined) throw new TestError(`there is no search identifier ${item.use}`)
      const predicate = compile(target, depth + 1)
      uses.set(item.use, predicate)
      return predicate
    }
    return compileItem(item, view, lists)
  }
  return compile(expr, 0)
}

type Item = Extract<PlanExpr, { field: string | null }>

/**
 * Compiles the tests of one field. Rules ask the same of the same field over and over (is it a shell?), so the answer is
 * kept until the next event and shared by all that ask.
 */
function compileItem(item: Item, view: View, lists: Lists): Predicate {
  const tests = 'any' in item ? item.any : item.all
  if (tests.some(({ op }) => op === 'list')) return compileTests(item, view, lists)
  const key = JSON.stringify(item)
  const known = view.shared.get(key)
  if (known !== undefined) return known
  const asked = keepAnswers(item, view, compileTests(item, view, lists))
  let stamp = -1
  let answer = false
  const shared: Predicate = (current) => {
    if (stamp === current.stamp) return answer
    answer = asked(current)
    stamp = current.stamp
    return answer
  }
  view.shared.set(key, shared)
  return shared
}

/** The answer for a value that comes again is the one it had; unless another field has a say. */
function keepAnswers(item: Item, view: View, ask: Predicate): Predicate {
  const tests = 'any' in item ? item.any : item.all
  if (item.field === null || tests.some(({ op }) => op === 'field')) return ask
  const cell = cellOf(view, item.field)
  const question = cell.memo.questions++
  return (current) => {
    const { known } = read(current, cell)
    if (known === undefined) return ask(current)
    const kept = known.answers[question]
    if (kept === yes) return true
    if (kept === no) return false
    const answer = ask(current)
    note(cell.memo, known, question, answer)
    return answer
  }
}

function compileTests(item: Item, view: View, lists: Lists): Predicate {
  const tests =
    'any' in item ? compileAny(item.any, view, lists) : item.all.map((test) => compileTest(test, view, lists))
  const every = 'all' in item
  const [only] = tests
  if (item.field === null) {
    if (tests.length === 1 && only !== undefined) return (current) => only(readWhole(current), current)
    return (current) => combined(tests, every, readWhole(current), current)
  }
  const cell = cellOf(view, item.field)
  if (tests.length === 1 && only !== undefined) return (current) => only(read(current, cell), current)
  return (current) => combined(tests, every, read(current, cell), current)
}

function combined(tests: readonly CellTest[], every: boolean, cell: Cell, view: View): boolean {
  for (const test of tests) if (test(cell, view) !== every) return !every
  return every
}

/** Alternatives: the many plain equalities of long lists become one look-up, and the many stretches one search. */
function compileAny(tests: readonly PlanTest[], view: View, lists: Lists): CellTest[] {
  const equal = plainTexts(tests, 'eq')
  const ends = plainTexts(tests, 'endswith')
  const parts = plainTexts(tests, 'contains')
  const lookedUp = equal.length >= 4 ? [lookUp(new Set(equal))] : []
  const ended = ends.length >= 2 ? [endsWith(ends)] : []
  const searched = parts.length >= searchWorth ? searchAll(parts) : []
  const done = new Set<TextOp>([
    ...(lookedUp.length > 0 ? ['eq' as const] : []),
    ...(ended.length > 0 ? ['endswith' as const] : []),
    ...(searched.length > 0 ? ['contains' as const] : []),
  ])
  const rest = tests.filter((test) => !(done.has(test.op as TextOp) && isPlain(test, test.op as TextOp)))
  return [...lookedUp, ...ended, ...rest.map((test) => compileTest(test, view, lists)), ...searched]
}

/** Stretches from which one pass over the value beats asking for each. */
const searchWorth = 8

function isPlain(test: PlanTest, op: TextOp): test is PlanTest & { op: TextOp } {
  return test.op === op && 'text' in test && test.cased !== true && test.text !== ''
}

function plainTexts(tests: readonly PlanTest[], op: TextOp): string[] {
  return tests.flatMap((test) => (isPlain(test, op) ? [fold(test.text)] : []))
}

function lookUp(wanted: ReadonlySet<string>): CellTest {
  return (cell) => {
    for (let i = 0; i < cell.size; i++) if (wanted.has(foldedAt(cell, i))) return true
    return false
  }
}

function searchAll(parts: readonly string[]): CellTest[] {
  const finder = makeFinder(parts.map((text) => ({ text, at: 'anywhere', numbers: [0] })))
  if (!finder.exact) return []
  const hits = new Hits(1)
  const search: CellTest = (cell) => {
    hits.clear()
    for (let i = 0; i < cell.size && hits.count === 0; i++) finder.scan(cell.texts[i] ?? '', hits)
    return hits.count > 0
  }
  return [search]
}

function allOf(items: readonly Predicate[]): Predicate {
  return (view) => {
    for (const item of items) if (!item(view)) return false
    return true
  }
}

function anyOf(items: readonly Predicate[]): Predicate {
  return (view) => {
    for (const item of items) if (item(view)) return true
    return false
  }
}

/** The order of what must all hold is free, so the parts that are quick to ask come first. */
function cheapestFirst(
  items: readonly PlanExpr[],
  detections: Readonly<Record<string, PlanExpr>>,
): PlanExpr[] {
  return items
    .map((item) => ({ item, cost: costOf(item, detections, 0) }))
    .sort((a, b) => a.cost - b.cost)
    .map(({ item }) => item)
}

function costOf(expr: PlanExpr, detections: Readonly<Record<string, PlanExpr>>, depth: number): number {
  if (depth > 8) return 100
  const sum = (items: readonly PlanExpr[]): number =>
    items.reduce((total, item) => total + costOf(item, detections, depth + 1), 0)
  if ('and' in expr) return sum(expr.and)
  if ('or' in expr) return sum(expr.or)
  if ('not' in expr) return costOf(expr.not, detections, depth + 1)
  if ('use' in expr) {
    const target = Object.hasOwn(detections, expr.use) ? detections[expr.use] : undefined
    return target === undefined ? 0 : costOf(target, detections, depth + 1)
  }
  const whole = expr.field === null ? 20 : 1
  return ('any' in expr ? expr.any : expr.all).reduce((total, { op }) => total + whole * testCost(op), 0)
}

function testCost(op: PlanTest['op']): number {
  if (op === 're') return 40
  return op === 'contains' || op === 'glob' || op === 'list' || op === 'field' ? 4 : 1
}
