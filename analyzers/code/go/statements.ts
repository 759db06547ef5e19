import type { SyntaxNode } from '../../syntax/node.js'
import { child, childrenIn, parts } from '../../syntax/node.js'
import type { Expr, Pattern, Statement } from '../ir.js'
import { combine, constant, evaluated, implicitCall, name } from '../lower.js'
import { leaves, testsOf } from '../conditions.js'
import { narrowed } from '../narrowing.js'
import { again, channelsIn } from './channels.js'
import { goAssignments } from './assignments.js'
import { goDeclarations } from './declarations.js'
import type { GoExpressions } from './expressions.js'
import { goExpressions } from './expressions.js'

/** Lowers Go statements (Go specification, Statements). */
export function goStatements(
  text: string,
  fieldsOf: (type: string) => readonly string[],
): {
  readonly statement: (node: SyntaxNode) => Statement[]
  readonly lower: GoExpressions
} {
  /** Names of the results of the functions around, innermost last. */
  const results: (readonly string[])[] = []
  const channels = channelsIn(text)
  /** What runs beside each of the functions around, innermost last. */
  const beside: Expr[][] = []
  const lower = goExpressions(text, functionBody, fieldsOf)
  const { expression, source } = lower
  const assignments = goAssignments(lower)
  const declarations = goDeclarations(lower)
  const at = (node: SyntaxNode): { start: number; end: number } => ({ start: node.start, end: node.end })
  const body = (node: SyntaxNode | undefined): Statement[] =>
    node === undefined ? [] : node.children.flatMap(statement)
  const one = (node: SyntaxNode | undefined): Statement[] => (node === undefined ? [] : statement(node))

  /** A function that names its results gives what they hold at its end. */
  function functionBody(block: SyntaxNode | undefined, result: SyntaxNode | undefined): Statement[] {
    const declared = result?.type === 'parameter_list' ? parts(result) : []
    const own = declared.flatMap((each) => childrenIn(each, 'name').filter(({ named }) => named))
    results.push(own.map(source))
    const inner = besides(block)
    results.pop()
    if (own.length === 0 || block === undefined) return inner
    const start = own.map((each): Statement => {
      const target: Pattern = { kind: 'name', name: source(each) }
      return { kind: 'assign', target, value: constant(each, null), declare: true, ...at(each) }
    })
    return [...start, ...inner, { kind: 'return', value: named(block, own.map(source)), ...at(block) }]
  }

  /** What was begun beside a function may take out of a channel what is only put into it further down. */
  function besides(block: SyntaxNode | undefined): Statement[] {
    beside.push([])
    const inner = body(block)
    const begun = beside.pop() ?? []
    return source(block).includes('<-') ? [...inner, ...begun.flatMap(again)] : inner
  }

  function named(node: SyntaxNode, names: readonly string[]): Expr {
    const [only] = names
    if (only !== undefined && names.length === 1) return name(node, only)
    return { kind: 'results', items: names.map((each) => name(node, each)), ...at(node) }
  }

  function statement(node: SyntaxNode): Statement[] {
    switch (node.type) {
      case 'go_statement': {
        const begun = parts(node).map(expression)
        beside.at(-1)?.push(...begun)
        return begun.map((each) => evaluated(node, each))
      }
      case 'expression_statement':
      case 'defer_statement':
        return parts(node).map((inner) => evaluated(inner, expression(inner)))
      case 'short_var_declaration':
        return assignments.assigned(node, true)
      case 'assignment_statement':
        return assignments.assigned(node, false)
      case 'receive_statement':
        return assignments.assigned(node, true)
      case 'var_declaration':
      case 'const_declaration':
        return assignments.declared(node)
      case 'type_declaration':
        return declarations.types(node)
      case 'return_statement':
        return [returned(node)]
      case 'send_statement':
        return sent(node)
      case 'if_statement':
        return branches(node)
      case 'for_statement':
        return loop(node)
      case 'expression_switch_statement':
      case 'type_switch_statement':
      case 'select_statement':
        return cases(node)
      case 'block':
      case 'statement_list':
      case 'labeled_statement':
      case 'ERROR':
        return body(node)
      case 'comment':
      case 'label_name':
      case 'empty_statement':
      case 'break_statement':
      case 'continue_statement':
      case 'fallthrough_statement':
      case 'goto_statement':
      case 'inc_statement':
      case 'dec_statement':
        return []
      default:
        return node.named ? [evaluated(node, expression(node))] : []
    }
  }

  function returned(node: SyntaxNode): Statement {
    const [given] = parts(node)
    const own = results.at(-1) ?? []
    if (given === undefined && own.length > 0) return { kind: 'return', value: named(node, own), ...at(node) }
    return { kind: 'return', value: combine(node, parts(node).map(expression)), ...at(node) }
  }

  function branches(node: SyntaxNode): Statement[] {
    const held = child(node, 'consequence')
    const tested = testsOf(child(node, 'condition'), source, expression)
    const first = narrowed(tested, one(held), leaves(held))
    return [
      ...one(child(node, 'initializer')),
      ...test(node, 'condition'),
      { kind: 'branch', bodies: [first.body, one(child(node, 'alternative'))], ...at(node) },
      ...first.after,
    ]
  }

  /** Whoever takes something out of the channel gets what was put into it. */
  function sent(node: SyntaxNode): Statement[] {
    const [channel, value] = [child(node, 'channel'), child(node, 'value')]
    if (channel === undefined || value === undefined) return []
    return [evaluated(node, implicitCall(node, expression(channel), 'push', [expression(value)]))]
  }

  function test(node: SyntaxNode, field: string): Statement[] {
    return childrenIn(node, field)
      .filter((found) => found.named)
      .map((found) => evaluated(found, expression(found)))
  }

  function cases(node: SyntaxNode): Statement[] {
    const alias = child(node, 'alias')
    const value = child(node, 'value')
    const told =
      alias === undefined || value === undefined
        ? test(node, 'value')
        : assignments.bound(node, parts(alias), [value], true)
    const bodies = node.children
      .filter(({ type }) => type.endsWith('_case'))
      .map((each) => {
        const held = each.children.filter(({ type }) => type === 'statement_list').flatMap(statement)
        if (each.type !== 'expression_case') return [...one(child(each, 'communication')), ...held]
        return [...test(each, 'value'), ...narrowed(equals(value, each), held, false).body]
      })
    return [...one(child(node, 'initializer')), ...told, { kind: 'branch', bodies, ...at(node) }]
  }

  /** `switch value { case a, b: }`: what is switched on is one of them. */
  function equals(value: SyntaxNode | undefined, node: SyntaxNode): Expr[] {
    if (value === undefined) return []
    const left = expression(value)
    const named = childrenIn(node, 'value').flatMap((each) =>
      each.type === 'expression_list' ? parts(each) : [each],
    )
    return named.map((each): Expr => ({
      kind: 'binary',
      op: '==',
      left,
      right: expression(each),
      ...at(each),
    }))
  }

  function loop(node: SyntaxNode): Statement[] {
    const inner = body(child(node, 'body'))
    const clause = parts(node).find(({ field }) => field !== 'body')
    if (clause === undefined) return [{ kind: 'loop', body: inner, ...at(node) }]
    if (clause.type === 'range_clause') return [ranged(node, clause, inner)]
    if (clause.type !== 'for_clause')
      return [evaluated(clause, expression(clause)), { kind: 'loop', body: inner, ...at(node) }]
    const update = one(child(clause, 'update'))
    const count = counted(clause)
    return [
      ...one(child(clause, 'initializer')),
      ...test(clause, 'condition'),
      {
        kind: 'loop',
        ...(count === undefined ? {} : { count }),
        body: [...inner, ...update],
        ...at(node),
      },
    ]
  }

  function ranged(node: SyntaxNode, clause: SyntaxNode, inner: readonly Statement[]): Statement {
    const [left, right] = [child(clause, 'left'), child(clause, 'right')]
    const over = right === undefined ? constant(clause, null) : expression(right)
    const items = left === undefined ? [] : parts(left).map(lower.pattern)
    const isCount = over.kind === 'const' && typeof over.value === 'number'
    if (isCount) return { kind: 'loop', count: over, body: inner, ...at(node) }
    const [each] = items
    if (each !== undefined && channels.has(source(right).replace(/^.*\./, '')))
      return { kind: 'loop', target: each, from: over, body: inner, ...at(node) }
    const from = implicitCall(clause, over, '[range]', [])
    return { kind: 'loop', target: { kind: 'results', items }, from, body: inner, ...at(node) }
  }

  /** `for i := 0; i < n; i++` turns n times; other ways to count are not told. */
  function counted(clause: SyntaxNode): Expr | undefined {
    const condition = child(clause, 'condition')
    const right = condition === undefined ? undefined : child(condition, 'right')
    const isPlain =
      /:=\s*0$/.test(source(child(clause, 'initializer'))) &&
      source(child(clause, 'update')).endsWith('++') &&
      condition?.type === 'binary_expression' &&
      source(child(condition, 'operator')).startsWith('<')
    return isPlain && right !== undefined ? expression(right) : undefined
  }

  return { statement, lower }
}
