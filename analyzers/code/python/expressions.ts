import type { SyntaxNode } from '../../syntax/node.js'
import { child, childrenIn, parts } from '../../syntax/node.js'
import type { Argument, Expr, FunctionDef, Param, Pattern } from '../ir.js'
import { combine, concat, constant, implicitCall, name, operands } from '../lower.js'
import { lowerString } from './strings.js'

/** Lowers Python expressions. `text` is the source the offsets point into. */
export interface PythonExpressions {
  readonly text: string
  readonly expression: (node: SyntaxNode) => Expr
  readonly pattern: (node: SyntaxNode) => Pattern
  readonly params: (node: SyntaxNode | undefined) => readonly Param[]
}

export function pythonExpressions(text: string): PythonExpressions {
  const source = (node: SyntaxNode): string => text.slice(node.start, node.end)
  const at = (node: SyntaxNode): { start: number; end: number } => ({ start: node.start, end: node.end })
  const all = (nodes: readonly SyntaxNode[]): Expr[] => nodes.map(expression)
  const of = (node: SyntaxNode, field: string): Expr => {
    const found = child(node, field)
    return found === undefined ? constant(node, null) : expression(found)
  }

  function expression(node: SyntaxNode): Expr {
    switch (node.type) {
      case 'identifier':
        return name(node, source(node))
      case 'string':
        return lowerString(node, text, expression)
      case 'concatenated_string':
        return concat(node, all(parts(node)))
      case 'integer':
      case 'float':
        return constant(node, number(source(node)))
      case 'true':
        return constant(node, true)
      case 'false':
        return constant(node, false)
      case 'none':
      case 'ellipsis':
        return constant(node, null)
      case 'attribute':
        return { kind: 'member', object: of(node, 'object'), name: fieldText(node, 'attribute'), ...at(node) }
      case 'subscript':
        return subscript(node)
      case 'call':
        return { kind: 'call', callee: of(node, 'function'), args: callArguments(node), ...at(node) }
      case 'binary_operator':
        return binary(node)
      case 'boolean_operator':
        return { kind: 'choice', options: all(operands(node, booleanSides)), ...at(node) }
      case 'not_operator': {
        const [value] = all(parts(node))
        return value === undefined ? combine(node, []) : { kind: 'not', value, ...at(node) }
      }
      case 'comparison_operator':
        return comparison(node)
      case 'conditional_expression': {
        const [yes, test, no] = all(parts(node))
        return { kind: 'choice', options: [yes, no, test].filter((one) => one !== undefined), ...at(node) }
      }
      case 'list':
      case 'tuple':
      case 'set':
      case 'expression_list':
      case 'pattern_list':
        return { kind: 'list', items: all(parts(node)), ...at(node) }
      case 'dictionary':
        return { kind: 'map', entries: parts(node).map(entry), ...at(node) }
      case 'list_comprehension':
      case 'set_comprehension':
      case 'dictionary_comprehension':
      case 'generator_expression':
        return comprehension(node)
      case 'lambda':
        return { kind: 'function', def: lambda(node), ...at(node) }
      case 'named_expression':
        return {
          kind: 'assign',
          target: { kind: 'name', name: fieldText(node, 'name') },
          value: of(node, 'value'),
          ...at(node),
        }
      case 'list_splat':
      case 'dictionary_splat':
        return { kind: 'spread', value: combine(node, all(parts(node))), ...at(node) }
      case 'type':
      case 'comment':
        return constant(node, null)
      case 'yield': {
        const [value] = parts(node)
        const isAll = /^yield\s+from\b/.test(text.slice(node.start, node.start + 16))
        return {
          kind: 'yield',
          value: value === undefined ? constant(node, null) : expression(value),
          all: isAll,
          ...at(node),
        }
      }
      default:
        return combine(node, all(parts(node)))
    }
  }

  function fieldText(node: SyntaxNode, field: string): string {
    const found = child(node, field)
    return found === undefined ? '' : source(found)
  }

  function subscript(node: SyntaxNode): Expr {
    const object = of(node, 'value')
    const [index] = childrenIn(node, 'subscript')
    if (index === undefined) return object
    if (index.type !== 'slice') return { kind: 'index', object, index: expression(index), ...at(node) }
    // `a:b:c`: which part is which shows only in the punctuation between.
    const bounds = source(index)
      .split(':')
      .map((bound) => constant(index, /^\s*-?\d+\s*$/.test(bound) ? Number(bound) : null))
    return implicitCall(node, object, '[:]', bounds)
  }

  function callArguments(node: SyntaxNode): Argument[] {
    const list = child(node, 'arguments')
    if (list === undefined) return []
    if (list.type === 'generator_expression') return [{ value: expression(list) }]
    return parts(list).map((one) => {
      if (one.type === 'keyword_argument') return { name: fieldText(one, 'name'), value: of(one, 'value') }
      return one.type === 'dictionary_splat'
        ? { name: '**', value: expression(one) }
        : { value: expression(one) }
    })
  }

  function binary(node: SyntaxNode): Expr {
    const op = fieldText(node, 'operator')
    if (op === '+') return concat(node, all(operands(node, plusSides)))
    if (op === '%') return implicitCall(node, of(node, 'left'), '%', [of(node, 'right')])
    return { kind: 'binary', op, left: of(node, 'left'), right: of(node, 'right'), ...at(node) }
  }

  function plusSides(node: SyntaxNode): readonly [SyntaxNode, SyntaxNode] | undefined {
    const [left, right] = [child(node, 'left'), child(node, 'right')]
    if (node.type !== 'binary_operator' || fieldText(node, 'operator') !== '+') return undefined
    return left === undefined || right === undefined ? undefined : [left, right]
  }

  function entry(node: SyntaxNode): { readonly key: Expr; readonly value: Expr } {
    if (node.type === 'pair') return { key: of(node, 'key'), value: of(node, 'value') }
    return { key: constant(node, '**'), value: expression(node) }
  }

  function comprehension(node: SyntaxNode): Expr {
    const body = child(node, 'body')
    const value =
      body === undefined ? constant(node, null) : body.type === 'pair' ? entry(body).value : expression(body)
    const clauses = node.children.filter((one) => one.type === 'for_in_clause').reverse()
    return clauses.reduce<Expr>((inner, clause) => {
      const left = child(clause, 'left')
      const target: Pattern = left === undefined ? { kind: 'list', items: [] } : pattern(left)
      return { kind: 'each', target, from: of(clause, 'right'), value: inner, ...at(node) }
    }, value)
  }

  function lambda(node: SyntaxNode): FunctionDef {
    const value = of(node, 'body')
    const body = [{ kind: 'return' as const, value, ...at(node) }]
    return { name: '', params: params(child(node, 'parameters')), body, ...at(node) }
  }

  function params(node: SyntaxNode | undefined): Param[] {
    return node === undefined ? [] : parts(node).flatMap(param)
  }

  function param(node: SyntaxNode): Param[] {
    switch (node.type) {
      case 'identifier':
        return [{ target: { kind: 'name', name: source(node) } }]
      case 'default_parameter':
      case 'typed_default_parameter': {
        const target: Pattern = { kind: 'name', name: fieldText(node, 'name') }
        return [{ target: { kind: 'default', target, value: of(node, 'value') } }]
      }
      case 'typed_parameter':
        return parts(node).slice(0, 1).flatMap(param)
      case 'list_splat_pattern':
        return parts(node).map((one) => ({ target: pattern(one), rest: true as const }))
      case 'dictionary_splat_pattern':
        return parts(node).map((one) => ({ target: pattern(one), rest: 'named' as const }))
      default:
        return []
    }
  }

  /** Of two parts with what stands between them; a chain of them tells nothing that is followed. */
  function comparison(node: SyntaxNode): Expr {
    const [left, right, more] = parts(node)
    if (left === undefined || right === undefined || more !== undefined) {
      const whole = combine(node, all(parts(node)))
      return { kind: 'binary', op: '==', left: whole, right: constant(node, null), ...at(node) }
    }
    const op = text.slice(left.end, right.start).trim().replace(/\s+/g, ' ')
    return { kind: 'binary', op, left: expression(left), right: expression(right), ...at(node) }
  }

  function pattern(node: SyntaxNode): Pattern {
    switch (node.type) {
      case 'identifier':
        return { kind: 'name', name: source(node) }
      case 'pattern_list':
      case 'tuple_pattern':
      case 'list_pattern':
      case 'tuple':
      case 'list':
        return { kind: 'list', items: parts(node).map(pattern) }
      case 'list_splat_pattern':
      case 'list_splat': {
        const [inner] = parts(node)
        return { kind: 'rest', target: inner === undefined ? { kind: 'list', items: [] } : pattern(inner) }
      }
      case 'as_pattern_target':
      case 'parenthesized_expression': {
        const [inner] = parts(node)
        return inner === undefined ? { kind: 'name', name: source(node) } : pattern(inner)
      }
      default:
        return { kind: 'place', place: expression(node) }
    }
  }

  return { text, expression, pattern, params }
}

function booleanSides(node: SyntaxNode): readonly [SyntaxNode, SyntaxNode] | undefined {
  const [left, right] = [child(node, 'left'), child(node, 'right')]
  if (node.type !== 'boolean_operator' || left === undefined || right === undefined) return undefined
  return [left, right]
}

function number(text: string): number | null {
  const value = Number(text.replaceAll('_', '').replace(/[jl]$/i, ''))
  return Number.isFinite(value) ? value : null
}
