import type { SyntaxNode } from '../../syntax/node.js'
import { child } from '../../syntax/node.js'
import type { Expr, Param, Pattern, Statement } from '../ir.js'
import { constant } from '../lower.js'
import type { Lowering } from './lowering.js'
import { at, held } from './lowering.js'

/** Name under which a method knows the block it is given; no Ruby name can be it. */
export const blockName = '&'

/** What an assignment or a parameter binds. */
export function lowerPattern(lower: Lowering, node: SyntaxNode): Pattern {
  switch (node.type) {
    case 'identifier':
    case 'constant':
    case 'global_variable':
      return { kind: 'name', name: lower.source(node) }
    case 'left_assignment_list':
    case 'destructured_left_assignment':
    case 'destructured_parameter':
      return { kind: 'list', items: held(node).map((one) => lowerPattern(lower, one)) }
    case 'rest_assignment':
    case 'splat_parameter': {
      const [inner] = held(node)
      const target: Pattern = inner === undefined ? { kind: 'name', name: '*' } : lowerPattern(lower, inner)
      return { kind: 'rest', target }
    }
    case 'parenthesized_statements': {
      const [inner] = held(node)
      return inner === undefined ? { kind: 'list', items: [] } : lowerPattern(lower, inner)
    }
    default:
      return { kind: 'place', place: placeOf(lower, node) }
  }
}

/** `object.name = …` is written as a call. */
function placeOf(lower: Lowering, node: SyntaxNode): Expr {
  const [receiver, method] = [child(node, 'receiver'), child(node, 'method')]
  if (node.type !== 'call' || receiver === undefined || method === undefined) return lower.expression(node)
  return { kind: 'member', object: lower.expression(receiver), name: lower.source(method), ...at(node) }
}

export function lowerParams(lower: Lowering, nodes: readonly SyntaxNode[]): Param[] {
  return nodes.flatMap((node): Param[] => {
    const name = lower.source(child(node, 'name'))
    switch (node.type) {
      case 'identifier':
      case 'destructured_parameter':
        return [{ target: lowerPattern(lower, node) }]
      case 'optional_parameter':
      case 'keyword_parameter': {
        const value = child(node, 'value')
        const target: Pattern = { kind: 'name', name }
        return [
          {
            target:
              value === undefined ? target : { kind: 'default', target, value: lower.expression(value) },
          },
        ]
      }
      case 'splat_parameter':
      case 'forward_parameter':
        return [{ target: { kind: 'name', name: name || lower.source(node) }, rest: true }]
      case 'hash_splat_parameter':
        return [{ target: { kind: 'name', name: name || '**' }, rest: 'named' }]
      default:
        return []
    }
  })
}

/** Names that a pattern of `in` gives to what it fits. */
export function matchedNames(lower: Lowering, node: SyntaxNode, subject: Expr): Statement[] {
  const bind = (one: SyntaxNode, name: string, value: Expr): Statement => {
    const declare = lower.locals.declare(name)
    return { kind: 'assign', target: { kind: 'name', name }, value, declare, ...at(one) }
  }
  if (node.type === 'identifier') return [bind(node, lower.source(node), subject)]
  if (node.type === 'keyword_pattern') {
    const [key, value] = [child(node, 'key'), child(node, 'value')]
    const name = lower.source(key).replace(/["':]/g, '')
    const index = constant(node, name)
    const part: Expr = { kind: 'index', object: subject, index, ...at(node) }
    return value === undefined ? [bind(node, name, part)] : matchedNames(lower, value, part)
  }
  const parts = held(node).filter(({ field }) => field !== 'class')
  return parts.flatMap((one) => matchedNames(lower, one, subject))
}
