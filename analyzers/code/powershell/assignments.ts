import type { SyntaxNode } from '../../syntax/node.js'
import { parts } from '../../syntax/node.js'
import type { Expr, Pattern } from '../ir.js'
import { combine, concat, constant } from '../lower.js'
import type { Lowering } from './lowering.js'
import { at, core } from './lowering.js'
import { nameOf, variableName } from './names.js'

type Assignment = Extract<Expr, { kind: 'assign' }>

/** `target = value`, and with an operator before the sign (about_Assignment_Operators). */
export function assignment(lower: Lowering, node: SyntaxNode): Expr {
  const inner = parts(node)
  const [left] = inner
  const right = inner.find(({ field }) => field === 'value')
  if (left === undefined || right === undefined || left === right)
    return combine(node, inner.map(lower.expression))
  const operator = lower.source(inner.find(({ type }) => type === 'assignement_operator')).trim()
  const value = lower.expression(right)
  const target = lowerTarget(lower, left)
  if (target === undefined) return { kind: 'not', value, ...at(node) }
  const whole = operator === '=' ? value : grown(lower, node, left, operator, value)
  return { ...assigned(node, target, whole), declare: isOwn(lower.source(left)) }
}

function grown(lower: Lowering, node: SyntaxNode, left: SyntaxNode, operator: string, value: Expr): Expr {
  const before = lower.expression(left)
  if (operator === '+=') return concat(node, [before, value])
  if (operator === '??=') return { kind: 'choice', options: [before, value], ...at(node) }
  return { kind: 'binary', op: operator.charAt(0), left: before, right: value, ...at(node) }
}

/** `$i++` and its kin. */
export function incremented(lower: Lowering, node: SyntaxNode): Expr {
  const [inner] = parts(node)
  const target = inner === undefined ? undefined : lowerTarget(lower, inner)
  if (inner === undefined || target === undefined) return combine(node, [])
  const value = lower.expression(inner)
  const one = constant(node, 1)
  const next: Expr = node.type.includes('decrement')
    ? { kind: 'binary', op: '-', left: value, right: one, ...at(node) }
    : concat(node, [value, one])
  return { ...assigned(node, target, next), declare: isOwn(lower.source(inner)) }
}

/** What is assigned in a function is its own, unless the scope that it is of is named (about_Scopes). */
function isOwn(written: string): boolean {
  return !/^\s*(?:\[[^\]]{1,80}\])?\s*\$\{?(?:script|global|env):/i.test(written)
}

export function assigned(node: SyntaxNode, target: Pattern, value: Expr): Assignment {
  return { kind: 'assign', target, value, declare: false, ...at(node) }
}

/** What gets the value; undefined where nothing does. */
function lowerTarget(lower: Lowering, given: SyntaxNode): Pattern | undefined {
  const node = core(given)
  if (node.type === 'array_literal_expression')
    return {
      kind: 'list',
      items: parts(node).map((one) => lowerTarget(lower, one) ?? { kind: 'name', name: '<none>' }),
    }
  if (node.type === 'variable') {
    const name = variableName(lower.source(node))
    return name === undefined || name === 'null' ? undefined : { kind: 'name', name: nameOf(name) }
  }
  // A type before the name says what it may hold.
  if (node.type === 'expression_with_unary_operator' || node.type === 'cast_expression') {
    const last = parts(node).at(-1)
    return last === undefined ? undefined : lowerTarget(lower, last)
  }
  const place = lower.expression(node)
  return place.kind === 'member' || place.kind === 'index' ? { kind: 'place', place } : undefined
}
