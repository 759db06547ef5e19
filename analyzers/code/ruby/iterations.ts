import type { SyntaxNode } from '../../syntax/node.js'
import { child } from '../../syntax/node.js'
import type { Expr, FunctionDef, Pattern, Statement } from '../ir.js'
import { constant, implicitCall, name, patternNames } from '../lower.js'
import type { Lowering } from './lowering.js'
import { argumentsOf, at, deliver, held, paramsOf, returning } from './lowering.js'

/** Methods that hand the items of what they are called on to their block, one at a time (Ruby, Enumerable). */
const ofItems: ReadonlySet<string> = new Set(
  `each map collect flat_map collect_concat filter_map each_entry reverse_each each_pair each_char each_byte each_line each_key
  any? all? none? one? sum count group_by partition sort_by min_by max_by uniq to_h cycle find_index tally_by take_while drop_while
  each_slice each_cons map! collect! each_with_index each_with_object inject reduce with_index with_object each_index
  times upto downto step`.split(/\s+/),
)
/** Those that give some of the items. */
const picking: ReadonlySet<string> = new Set(
  'select filter reject find detect find_all delete_if keep_if select! reject! filter! sort sort!'.split(' '),
)
/** Those that hand out what belongs to the names in a thing. */
const ofValues: ReadonlySet<string> = new Set(['transform_values', 'each_value', 'transform_values!'])
/** Those that take a text apart, by what gives the list of its parts. */
const partsOf: ReadonlyMap<string, string> = new Map([
  ['each_line', 'lines'],
  ['each_byte', 'bytes'],
])
const counting: ReadonlySet<string> = new Set(['times', 'upto', 'downto', 'step', 'each_index'])

/** A call that goes over many: what it goes over, and what it does with each. */
interface Iteration {
  readonly from: Expr
  readonly target: Pattern
  readonly body: readonly Statement[]
  /** A name that goes from one turn to the next, and what it begins with. */
  readonly carried?: readonly [name: string, start: Expr]
  readonly count?: Expr
  readonly picks: boolean
  /** What comes of a turn is what is carried. */
  readonly folds: boolean
}

/** As a statement; undefined where the call goes over nothing. */
export function lowerLoop(lower: Lowering, node: SyntaxNode): Statement[] | undefined {
  const found = iterationOf(lower, node)
  return found === undefined ? undefined : looped(node, found)
}

function looped(node: SyntaxNode, { from, target, count, carried, body, folds }: Iteration): Statement[] {
  const turn = folds && carried !== undefined ? deliver(body, keep(carried[0])) : body
  const start = carried === undefined ? [] : [keep(carried[0])(carried[1])]
  const counted = count === undefined ? {} : { count }
  return [...start, { kind: 'loop', target, from, ...counted, body: turn, ...at(node) }]
}

function keep(target: string): (value: Expr) => Statement {
  return (value) => {
    const { start, end } = value
    return { kind: 'assign', target: { kind: 'name', name: target }, value, declare: true, start, end }
  }
}

/** As an expression: the list of what comes of each turn, or what is carried to the end. */
export function lowerEach(lower: Lowering, node: SyntaxNode): Expr | undefined {
  const found = iterationOf(lower, node)
  if (found === undefined) return undefined
  const { from, target, carried, body, picks } = found
  if (carried !== undefined) {
    return ran(
      node,
      [...looped(node, found), { kind: 'return', value: name(node, carried[0]), ...at(node) }],
      [],
    )
  }
  const names = patternNames(target)
  const [only] = body
  const each = only?.kind === 'eval' && body.length === 1 ? only.value : ran(node, returning(body), names)
  const item = picks && target.kind === 'name' ? name(node, target.name) : undefined
  const value: Expr = item === undefined ? each : { kind: 'choice', options: [item, each], ...at(node) }
  return { kind: 'each', target, from, value, ...at(node) }
}

/** Statements where an expression stands: a function that is called at once, with the names that differ from turn to turn. */
export function ran(node: SyntaxNode, body: readonly Statement[], names: readonly string[]): Expr {
  const params = names.map((one) => ({ target: { kind: 'name', name: one } as const }))
  const def: FunctionDef = { name: '', params, body, ...at(node) }
  const callee: Expr = { kind: 'function', def, ...at(node) }
  const args = names.map((one) => ({ value: name(node, one) }))
  return { kind: 'call', callee, args, implicit: true, ...at(node) }
}

function iterationOf(lower: Lowering, node: SyntaxNode): Iteration | undefined {
  const method = lower.source(child(node, 'method'))
  const receiver = child(node, 'receiver')
  const block = child(node, 'block')
  const handed = argumentsOf(node).find(({ type }) => type === 'block_argument')
  const known = ofItems.has(method) || picking.has(method) || ofValues.has(method)
  if (receiver === undefined || !known || (block ?? handed) === undefined) return undefined
  const source = overWhat(lower, receiver, method)
  const picks = picking.has(method)
  if (block === undefined) {
    const target: Pattern = { kind: 'name', name: itemName }
    const body = handed === undefined ? [] : [applied(lower, handed)]
    return { from: source, target, body, picks, folds: false }
  }
  const params = paramsOf(block)
  const first = argumentsOf(node).find(({ type }) => type !== 'block_argument')
  const patterns = lower.params(params).map(({ target }) => target)
  const names = patterns.flatMap(patternNames)
  for (const one of names) lower.locals.declare(one)
  const folds = method === 'inject' || method === 'reduce'
  const holds = method.endsWith('with_object')
  const held = folds ? patterns[0] : holds ? patterns[1] : undefined
  const start = first === undefined ? constant(node, null) : lower.expression(first)
  const carried = held?.kind === 'name' ? ([held.name, start] as const) : undefined
  const indexed = method.endsWith('with_index')
  const items = folds ? patterns.slice(1) : holds || indexed ? patterns.slice(0, 1) : patterns
  const body = blockBody(lower, block)
  const target = items.length > 1 ? ({ kind: 'list', items } as const) : (items[0] ?? unnamed(lower, block))
  return {
    from: items.length > 1 && method !== 'each_slice' ? implicitCall(receiver, source, 'items', []) : source,
    target,
    body,
    picks,
    folds,
    ...(carried === undefined ? {} : { carried }),
    ...(method === 'times' ? { count: lower.expression(receiver) } : {}),
  }
}

const itemName = '<item>'

/** What is gone over: `xs.each.with_index` goes over `xs`, and numbers that are counted are not followed. */
function overWhat(lower: Lowering, receiver: SyntaxNode, method: string): Expr {
  if (counting.has(method)) return constant(receiver, null)
  const before = child(receiver, 'receiver')
  const inner = lower.source(child(receiver, 'method'))
  const chained = receiver.type === 'call' && child(receiver, 'block') === undefined
  if (before !== undefined && chained && /^with_/.test(method) && (ofItems.has(inner) || picking.has(inner)))
    return lower.expression(before)
  const from = lower.expression(receiver)
  if (ofValues.has(method)) return implicitCall(receiver, from, 'values', [])
  const parts = partsOf.get(method)
  return parts === undefined ? from : implicitCall(receiver, from, parts, [])
}

/** A block without parameters names what it is given `it` or `_1`. */
function unnamed(lower: Lowering, block: SyntaxNode): Pattern {
  return { kind: 'name', name: /\b_1\b/.test(lower.source(block)) ? '_1' : 'it' }
}

/** `map(&:chr)`, `map(&method(:f))`. */
function applied(lower: Lowering, handed: SyntaxNode): Statement {
  const [inner] = held(handed)
  const item = name(handed, itemName)
  const symbol = inner?.type === 'simple_symbol' ? lower.source(inner).slice(1) : undefined
  const callee: Expr =
    symbol !== undefined
      ? { kind: 'member', object: item, name: symbol, ...at(handed) }
      : inner === undefined
        ? item
        : lower.expression(inner)
  const args = symbol === undefined ? [{ value: item }] : []
  const value: Expr = { kind: 'call', callee, args, implicit: true, ...at(handed) }
  return { kind: 'eval', value, ...at(handed) }
}

/** Statements of a block; what it is given is known by name. */
export function blockBody(lower: Lowering, block: SyntaxNode): Statement[] {
  if (paramsOf(block).length === 0) for (const one of ['_1', '_2', 'it']) noteIfUsed(lower, block, one)
  return lower.body(child(block, 'body'))
}

function noteIfUsed(lower: Lowering, block: SyntaxNode, given: string): void {
  if (new RegExp(`\\b${given}\\b`).test(lower.source(block))) lower.locals.declare(given)
}
