import type { SyntaxNode } from '../syntax/node.js'
import { child, parts } from '../syntax/node.js'
import type { Expr } from './ir.js'

const joins: ReadonlySet<string> = new Set(['&&', '||', 'and', 'or'])
const turns: ReadonlySet<string> = new Set(['!', 'not'])
const around = /^parenthesized_(?:expression|statements)$/

/** The tests that a condition is made of, each by itself: `a && !(b || c)` is `a`, `not b` and `not c`. */
export function testsOf(
  node: SyntaxNode | undefined,
  source: (node: SyntaxNode | undefined) => string,
  expression: (node: SyntaxNode) => Expr,
): Expr[] {
  if (node === undefined) return []
  const inner = parts(node)
  const operator = source(child(node, 'operator'))
  const all = (): Expr[] => inner.flatMap((one) => testsOf(one, source, expression))
  if (around.test(node.type) || joins.has(operator)) return all()
  if (inner.length === 1 && turns.has(operator)) return all().map(turned)
  return [expression(node)]
}

/** The test that holds where this one does not. */
export function turned(value: Expr): Expr {
  return { kind: 'not', value, start: value.start, end: value.end }
}

const leaving = /^(?:continue|break|return|raise|throw|goto|exit)(?:_statement|_expression)?$|^next$/
const holding = /^(?:block|statement_block|statement_list|compound_statement|expression_statement|then)$/

/** Whether what stands behind a body does not run after it: it ends by going on elsewhere. */
export function leaves(body: SyntaxNode | undefined): boolean {
  if (body === undefined) return false
  if (leaving.test(body.type)) return true
  return holding.test(body.type) && leaves(parts(body).at(-1))
}
