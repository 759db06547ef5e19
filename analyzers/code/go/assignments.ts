import type { SyntaxNode } from '../../syntax/node.js'
import { child, childrenIn, parts } from '../../syntax/node.js'
import type { Expr, Pattern, Statement } from '../ir.js'
import { concat, constant } from '../lower.js'
import type { GoExpressions } from './expressions.js'
import { zeroOf } from './types.js'

/** Name of what says how it went and not what came of it. */
const outcome = /^(?:_|ok\d?|[a-z]\w*Ok|found|exists|e|errs?\d?|(?!std)[a-z]\w*[Ee]rr(?:or)?)$/

export interface GoAssignments {
  readonly assigned: (node: SyntaxNode, declare: boolean) => Statement[]
  readonly declared: (node: SyntaxNode) => Statement[]
  /** Gives values to what stands on the left; several results of one call are told apart. */
  readonly bound: (
    node: SyntaxNode,
    left: readonly SyntaxNode[],
    right: readonly SyntaxNode[],
    declare: boolean,
  ) => Statement[]
}

/** Lowers assignments and declarations of variables (Go specification, Assignment statements). */
export function goAssignments({ text, source, expression, pattern }: GoExpressions): GoAssignments {
  const at = (node: SyntaxNode): { start: number; end: number } => ({ start: node.start, end: node.end })

  function assigned(node: SyntaxNode, declare: boolean): Statement[] {
    const [left, right] = [child(node, 'left'), child(node, 'right')].map((side) =>
      side === undefined ? [] : side.type === 'expression_list' ? parts(side) : [side],
    ) as [SyntaxNode[], SyntaxNode[]]
    const op = source(child(node, 'operator'))
    const [target, value] = [left[0], right[0]]
    if (op.length < 2 || op === ':=' || target === undefined || value === undefined)
      return bound(node, left, right, declare)
    const both = [expression(target), expression(value)] as const
    const result: Expr =
      op === '+='
        ? concat(node, both)
        : { kind: 'binary', op: op.slice(0, -1), left: both[0], right: both[1], ...at(node) }
    return [{ kind: 'assign', target: pattern(target), value: result, declare: false, ...at(node) }]
  }

  function bound(
    node: SyntaxNode,
    left: readonly SyntaxNode[],
    right: readonly SyntaxNode[],
    declare: boolean,
  ): Statement[] {
    const [first] = right
    if (first === undefined || left.length === 0) return []
    const [only] = left
    if (only !== undefined && left.length === 1)
      return [{ kind: 'assign', target: pattern(only), value: expression(first), declare, ...at(node) }]
    const value: Expr =
      right.length > 1 ? { kind: 'results', items: right.map(expression), ...at(node) } : expression(first)
    const last = left.at(-1)
    const target: Pattern = {
      kind: 'results',
      items: left.map(pattern),
      ...(right.length === 1 && last !== undefined && outcome.test(source(last)) ? { outcome: true } : {}),
    }
    return [{ kind: 'assign', target, value, declare, ...at(node) }]
  }

  /** `var` and `const`, one or several in parentheses. */
  function declared(node: SyntaxNode): Statement[] {
    if (node.type !== 'var_spec' && node.type !== 'const_spec') return parts(node).flatMap(declared)
    const names = childrenIn(node, 'name').filter((one) => one.named)
    const given = child(node, 'value')
    if (given !== undefined)
      return bound(node, names, given.type === 'expression_list' ? parts(given) : [given], true)
    const type = child(node, 'type')
    return names.map((one) => ({
      kind: 'assign',
      target: { kind: 'name', name: source(one) },
      value: type === undefined ? constant(one, null) : zeroOf(one, type, text),
      declare: true,
      ...at(node),
    }))
  }

  return { assigned, declared, bound }
}
