import type { SyntaxNode } from '../../syntax/node.js'
import { parts } from '../../syntax/node.js'
import type { Expr } from '../ir.js'
import { combine, concat, constant, operands } from '../lower.js'
import type { Lowering } from './lowering.js'
import { at, core, operation } from './lowering.js'
import { typeName } from './names.js'

/** What stands between the operands, in lower case and without the `c` or `i` that says whether case counts. */
function operatorOf(lower: Lowering, left: SyntaxNode, right: SyntaxNode): string {
  const between = lower.text.slice(left.end, right.start).replace(/[`\s]/g, '').toLowerCase()
  return between.replace(
    /^-[ci](?=(?:eq|ne|[gl][te]|like|notlike|match|notmatch|contains|notcontains|in|notin|replace|split)$)/,
    '-',
  )
}

const folded: Readonly<Record<string, string>> = {
  '-f': '<format>',
  '-join': '<join>',
  '-split': '<split>',
  '-replace': '<replace>',
  '-bxor': '<xor>',
  '..': '<range>',
  '-as': '<as>',
}
const arithmetic: Readonly<Record<string, string>> = {
  ...{ '-': '-', '*': '*', '/': '/', '%': '%', '-band': '&', '-bor': '|', '-shl': '<<', '-shr': '>>' },
}

/** Operators between two things (about_Operators). */
export function lowerBinary(lower: Lowering, node: SyntaxNode): Expr {
  const operands_ = parts(node).filter(
    ({ type }) => !/operator$/.test(type) || type === 'expression_with_unary_operator',
  )
  const [left, right] = operands_
  if (left === undefined || right === undefined) return combine(node, operands_.map(lower.expression))
  const operator = operatorOf(lower, left, right)
  if (operator === '+') return sum(lower, node)
  const [a, b] = [lower.expression(left), lower.expression(right)]
  const fold = folded[operator]
  if (fold !== undefined) return operation(node, fold, [a, b])
  const op = arithmetic[operator] ?? tests[operator] ?? '=='
  return { kind: 'binary', op, left: a, right: b, ...at(node) }
}

/** `a + b + c`, as long as it is. */
function sum(lower: Lowering, node: SyntaxNode): Expr {
  const all = operands(node, (one) => {
    const inner = core(one)
    const [left, right, more] = parts(inner)
    if (!/^additive_/.test(inner.type) || left === undefined || right === undefined || more !== undefined)
      return undefined
    return operatorOf(lower, left, right) === '+' ? [left, right] : undefined
  })
  return concat(node, all.map(lower.expression))
}

/** What a test says of its operands, as far as it is told apart. */
const tests: Readonly<Record<string, string>> = {
  ...{ '-eq': '==', '-like': '==', '-match': '==', '-ne': '!=', '-notlike': '!=', '-notmatch': '!=' },
  ...{ '-in': 'in', '-notin': 'not in' },
}

/** Operators before one thing: `-join $x`, `-split $x`, `-not $x`, `-1`, `,$x`. */
export function lowerUnary(lower: Lowering, node: SyntaxNode): Expr {
  const [inner] = parts(node)
  if (inner === undefined) return combine(node, [])
  const operator = lower.text.slice(node.start, inner.start).trim().toLowerCase()
  const value = lower.expression(inner)
  if (operator === '-join') return operation(node, '<join>', [value])
  if (operator === '-split') return operation(node, '<split>', [value])
  if (operator === '-not' || operator === '!') return { kind: 'not', value, ...at(node) }
  if (operator === ',') return { kind: 'list', items: [value], ...at(node) }
  if (operator === '-' && value.kind === 'const' && typeof value.value === 'number')
    return constant(node, -value.value)
  if (operator === '-') return { kind: 'binary', op: '-', left: constant(node, 0), right: value, ...at(node) }
  return combine(node, [value])
}

const casts: Readonly<Record<string, string>> = {
  char: '<char>',
  'char[]': '<chars>',
  string: '<text>',
  'string[]': '<array>',
  'object[]': '<array>',
  array: '<array>',
  type: '<type>',
  ...Object.fromEntries(
    'int int16 int32 int64 uint16 uint32 uint64 long byte sbyte double float decimal'
      .split(' ')
      .map((one) => [one, '<number>']),
  ),
  ...Object.fromEntries('byte[] int[]'.split(' ').map((one) => [one, '<numbers>'])),
}

/** `[type]value`: what is made of it, where that is another thing. */
export function lowerCast(lower: Lowering, node: SyntaxNode): Expr {
  const [type, inner] = parts(node)
  if (type === undefined || inner === undefined) return combine(node, parts(node).map(lower.expression))
  const value = lower.expression(inner)
  const isList = /\[\]\s*\]$/.test(lower.source(type))
  const written = typeName(lower.source(type)).replace(/^system\./, '') + (isList ? '[]' : '')
  if (written === 'void') return { kind: 'not', value, ...at(node) }
  const cast = casts[written]
  return cast === undefined ? value : operation(node, cast, [value])
}
