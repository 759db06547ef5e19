import type { SyntaxNode } from '../../syntax/node.js'
import { parts } from '../../syntax/node.js'
import type { Expr, FunctionDef, Statement } from '../ir.js'
import { name } from '../lower.js'

/** What is known of a function of the text before anything of it is lowered. */
export interface OwnFunction {
  /** It is run once for each thing that is piped into it. */
  readonly perItem: boolean
}

/** What the parts of the lowering need of each other. */
export interface Lowering {
  readonly text: string
  /** Functions of the text by name; they may be called before they stand. */
  readonly own: ReadonlyMap<string, OwnFunction>
  readonly source: (node: SyntaxNode | undefined) => string
  readonly expression: (node: SyntaxNode) => Expr
  readonly statement: (node: SyntaxNode) => Statement[]
  /** Statements that stand in a node. */
  readonly body: (node: SyntaxNode | undefined) => Statement[]
  /** A script block as a function. */
  readonly block: (node: SyntaxNode) => FunctionDef
  /** Name under which `$_` is known here. */
  readonly item: () => string
  /** Lowers something inside of which `$_` is another thing, with the name that it has there. */
  readonly withItem: <Made>(make: (item: string) => Made) => Made
  /** Lowers the body of a function, in which `$_` is what is piped into it. */
  readonly inFunction: <Made>(make: () => Made) => Made
}

export function at(node: SyntaxNode): { start: number; end: number } {
  return { start: node.start, end: node.end }
}

/** Levels of the grammar that say nothing where they hold one thing. */
const wrappers =
  /^(?:pipeline|pipeline_chain|parenthesized_expression|unary_expression|array_literal_expression|argument_expression|(?:logical|bitwise|comparison|additive|multiplicative|format|range)(?:_argument)?_expression|key_expression|left_assignment_expression|while_condition|for_condition)$/

/** What stands inside of all wrappers. */
export function core(node: SyntaxNode): SyntaxNode {
  let at = node
  while (wrappers.test(at.type)) {
    const inner = parts(at)
    if (inner[0] === undefined || inner.length !== 1) break
    at = inner[0]
  }
  return at
}

/** An operator that is worked out like a call and is none to whoever reads. */
export function operation(node: SyntaxNode, operator: string, args: readonly Expr[]): Expr {
  return {
    kind: 'call',
    callee: name(node, operator),
    args: args.map((value) => ({ value })),
    implicit: true,
    ...at(node),
  }
}

/** Statements as an expression: what they put out. */
export function output(node: SyntaxNode, body: readonly Statement[]): Expr {
  return { kind: 'output', body, ...at(node) }
}
