import type { SyntaxNode } from '../../syntax/node.js'
import { child } from '../../syntax/node.js'
import type { Expr } from '../ir.js'
import { combine, concat, constant, implicitCall, name, operands } from '../lower.js'
import {
  bareWord,
  lowerBlock,
  lowerCall,
  lowerElement,
  lowerKey,
  lowerSuper,
  lowerYield,
  shorthand,
} from './calls.js'
import { ran } from './iterations.js'
import type { Lowering } from './lowering.js'
import { at, held, returning } from './lowering.js'
import { lowerPattern } from './patterns.js'
import { lowerHeredoc, lowerSymbol, lowerText, lowerWords } from './text.js'

/** Lowers Ruby expressions (Ruby, syntax.rdoc); statements that stand where an expression does are run on the spot. */
export function lowerExpression(lower: Lowering, node: SyntaxNode): Expr {
  const all = (nodes: readonly SyntaxNode[]): Expr[] => nodes.map(lower.expression)
  const of = (field: string): Expr => {
    const found = child(node, field)
    return found === undefined ? constant(node, null) : lower.expression(found)
  }
  switch (node.type) {
    case 'identifier':
      return word(lower, node)
    case 'constant':
      return stream(lower, node)
    case 'global_variable':
      return name(node, streams.get(lower.source(node)) ?? lower.source(node))
    case 'self':
      return name(node, 'self')
    case 'instance_variable':
    case 'class_variable':
      return { kind: 'member', object: name(node, 'self'), name: variable(lower, node), ...at(node) }
    case 'scope_resolution':
      return scoped(lower, node)
    case 'string':
    case 'regex':
    case 'delimited_symbol':
    case 'bare_string':
      return lowerText(lower, node)
    case 'character':
      return constant(node, lower.source(node).slice(1))
    case 'chained_string':
      return concat(node, all(held(node)))
    case 'heredoc_beginning':
      return lowerHeredoc(lower, node)
    case 'subshell': {
      const value = lowerText(lower, node)
      return { kind: 'call', callee: name(node, '`'), args: [{ value }], ...at(node) }
    }
    case 'simple_symbol':
    case 'hash_key_symbol':
      return lowerSymbol(lower, node)
    case 'string_array':
    case 'symbol_array':
      return lowerWords(lower, node)
    case 'integer':
    case 'float':
      return constant(node, number(lower.source(node)))
    case 'true':
    case 'false':
      return constant(node, node.type === 'true')
    case 'nil':
    case 'comment':
    case 'heredoc_body':
      return constant(node, null)
    case 'array':
    case 'right_assignment_list':
      return { kind: 'list', items: all(held(node)), ...at(node) }
    case 'hash':
      return { kind: 'map', entries: held(node).map((one) => entry(lower, one)), ...at(node) }
    case 'pair':
      return { kind: 'map', entries: [entry(lower, node)], ...at(node) }
    case 'splat_argument':
    case 'hash_splat_argument':
    case 'forward_argument':
      return { kind: 'spread', value: spread(lower, node), ...at(node) }
    case 'call':
      return lowerCall(lower, node)
    case 'element_reference':
      return lowerElement(lower, node)
    case 'yield':
      return lowerYield(lower, node)
    case 'super':
      return lowerSuper(node)
    case 'lambda':
      return { kind: 'function', def: lowerBlock(lower, node), ...at(node) }
    case 'binary':
      return binary(lower, node)
    case 'unary':
      return unary(lower, node)
    case 'range':
      return range(lower, node)
    case 'conditional':
      return { kind: 'choice', options: [of('consequence'), of('alternative'), of('condition')], ...at(node) }
    case 'rescue_modifier':
      return { kind: 'choice', options: [of('body'), of('handler')], ...at(node) }
    case 'assignment':
    case 'operator_assignment':
      return assignment(lower, node)
    case 'parenthesized_statements': {
      const [only, ...rest] = held(node)
      return only !== undefined && rest.length === 0 ? lower.expression(only) : onTheSpot(lower, node)
    }
    case 'begin':
    case 'if':
    case 'unless':
    case 'case':
    case 'case_match':
    case 'if_modifier':
    case 'unless_modifier':
    case 'while':
    case 'until':
    case 'for':
    case 'method':
    case 'singleton_method':
    case 'class':
    case 'module':
      return onTheSpot(lower, node)
    default:
      return combine(node, all(held(node)))
  }
}

function onTheSpot(lower: Lowering, node: SyntaxNode): Expr {
  return ran(
    node,
    lower.locals.inBlock([], () => returning(lower.statement(node))),
    [],
  )
}

function word(lower: Lowering, node: SyntaxNode): Expr {
  const text = lower.source(node)
  return lower.locals.has(text) || text === '__FILE__' || text === '__dir__'
    ? name(node, text)
    : bareWord(lower, node)
}

const streams: ReadonlyMap<string, string> = new Map([
  ['$stdin', 'STDIN'],
  ['$stdout', 'STDOUT'],
  ['$stderr', 'STDERR'],
  ['$PROGRAM_NAME', '$0'],
])

/** `DATA` is what stands after the program. */
function stream(lower: Lowering, node: SyntaxNode): Expr {
  const text = lower.source(node)
  return text === 'DATA' && lower.data !== undefined
    ? constant(node, lower.source(lower.data).replace(/^\n/, ''))
    : name(node, text)
}

/** `@name` stands apart from the method of that name, unless that method is nothing but it. */
function variable(lower: Lowering, node: SyntaxNode): string {
  const text = lower.source(node)
  const plain = text.replace(/^@+/, '')
  return lower.locals.own().attributes.has(plain) ? plain : text
}

function scoped(lower: Lowering, node: SyntaxNode): Expr {
  const [scope, inner] = [child(node, 'scope'), child(node, 'name')]
  const own = lower.source(inner)
  if (scope === undefined) return name(node, own)
  return { kind: 'member', object: lower.expression(scope), name: own, ...at(node) }
}

function spread(lower: Lowering, node: SyntaxNode): Expr {
  const inner = held(node)
  return inner.length === 0 ? name(node, lower.source(node)) : combine(node, inner.map(lower.expression))
}

function entry(lower: Lowering, node: SyntaxNode): { readonly key: Expr; readonly value: Expr } {
  const [key, value] = [child(node, 'key'), child(node, 'value')]
  if (node.type !== 'pair' || key === undefined)
    return { key: constant(node, '**'), value: lower.expression(node) }
  return {
    key: lowerKey(lower, key),
    value: value === undefined ? shorthand(lower, key) : lower.expression(value),
  }
}

function binary(lower: Lowering, node: SyntaxNode): Expr {
  const op = lower.source(child(node, 'operator'))
  const sides = operands(node, (one) => {
    const [left, right] = [child(one, 'left'), child(one, 'right')]
    if (one.type !== 'binary' || left === undefined || right === undefined) return undefined
    return lower.source(child(one, 'operator')) === op ? [left, right] : undefined
  })
  // The tree ends here, deep inside.
  if (sides.length < 2) return combine(node, held(node).map(lower.expression))
  const values = sides.map(lower.expression)
  const [left = constant(node, null), right = constant(node, null), ...rest] = values
  switch (op) {
    case '+':
      return concat(node, values)
    case '||':
    case '&&':
    case 'or':
    case 'and':
      return { kind: 'choice', options: values, ...at(node) }
    case '%':
      return implicitCall(node, left, '%', values.slice(1))
    case '<<':
      return appended(node, left, [right, ...rest])
    default:
      return values
        .slice(1)
        .reduce<Expr>((made, one) => ({ kind: 'binary', op, left: made, right: one, ...at(node) }), left)
  }
}

/** `object << a << b` hands one after the other to the object; between numbers it is arithmetic. */
function appended(node: SyntaxNode, object: Expr, values: readonly Expr[]): Expr {
  if (values.some(({ kind, ...one }) => kind === 'const' && 'value' in one && typeof one.value === 'number'))
    return values.reduce<Expr>(
      (left, right) => ({ kind: 'binary', op: '<<', left, right, ...at(node) }),
      object,
    )
  const callee: Expr = { kind: 'member', object, name: '<<', ...at(node) }
  return { kind: 'call', callee, args: values.map((value) => ({ value })), ...at(node) }
}

function unary(lower: Lowering, node: SyntaxNode): Expr {
  const operand = child(node, 'operand')
  const value = operand === undefined ? constant(node, null) : lower.expression(operand)
  const op = lower.source(child(node, 'operator'))
  if (op === '-' && value.kind === 'const' && typeof value.value === 'number')
    return constant(node, -value.value)
  if (op === '!' || op === 'not' || op === 'defined?')
    return { kind: 'binary', op: '==', left: value, right: constant(node, null), ...at(node) }
  return combine(node, [value])
}

const longestRange = 1024

/** A range whose ends are written out is the list of its numbers. */
function range(lower: Lowering, node: SyntaxNode): Expr {
  const ends = ['begin', 'end'].map((field) => child(node, field))
  const [from, to] = ends.map((end) => (end?.type === 'integer' ? number(lower.source(end)) : null))
  const last = (to ?? 0) - (lower.source(child(node, 'operator')) === '...' ? 1 : 0)
  if (typeof from !== 'number' || typeof to !== 'number' || last < from || last - from >= longestRange)
    return combine(node, held(node).map(lower.expression))
  const items = Array.from({ length: last - from + 1 }, (_, i) => constant(node, from + i))
  return { kind: 'list', items, ...at(node) }
}

function assignment(lower: Lowering, node: SyntaxNode): Expr {
  const [left, right] = [child(node, 'left'), child(node, 'right')]
  if (left === undefined || right === undefined) return combine(node, held(node).map(lower.expression))
  const value = assigned(lower, node, left, right)
  const target = lowerPattern(lower, left)
  const declare = target.kind !== 'name' || lower.locals.declare(target.name)
  return { kind: 'assign', target, value, declare, ...at(node) }
}

/** What an assignment gives: of `+=` both in one, of `||=` the one or the other. */
export function assigned(lower: Lowering, node: SyntaxNode, left: SyntaxNode, right: SyntaxNode): Expr {
  const op = lower.source(child(node, 'operator'))
  if (node.type !== 'operator_assignment') return lower.expression(right)
  const known = left.type === 'identifier' ? name(left, lower.source(left)) : lower.expression(left)
  const value = lower.expression(right)
  if (op === '+=') return concat(node, [known, value])
  if (op === '||=' || op === '&&=') return { kind: 'choice', options: [known, value], ...at(node) }
  return { kind: 'binary', op: op.slice(0, -1), left: known, right: value, ...at(node) }
}

function number(text: string): number | null {
  const value = Number(text.replaceAll('_', '').replace(/^0(?=\d)/, '0o'))
  return Number.isFinite(value) ? value : null
}
