import type { SyntaxNode } from '../../syntax/node.js'
import { child, childrenIn, parts } from '../../syntax/node.js'
import type { Expr, FunctionDef, Param, Pattern, Statement } from '../ir.js'
import type { Locals } from './locals.js'

/** What the parts of the lowering need of each other. */
export interface Lowering {
  readonly text: string
  readonly locals: Locals
  /** What stands in the lines after `<<NAME`, by the node of that. */
  readonly heredocs: ReadonlyMap<SyntaxNode, SyntaxNode>
  /** What stands after `__END__`. */
  readonly data: SyntaxNode | undefined
  readonly source: (node: SyntaxNode | undefined) => string
  readonly expression: (node: SyntaxNode) => Expr
  readonly statement: (node: SyntaxNode) => Statement[]
  /** Statements that stand in a node. */
  readonly body: (node: SyntaxNode | undefined) => Statement[]
  readonly params: (nodes: readonly SyntaxNode[]) => Param[]
  /** A block as a function that is handed on. */
  readonly block: (node: SyntaxNode) => FunctionDef
}

export function at(node: SyntaxNode): { start: number; end: number } {
  return { start: node.start, end: node.end }
}

/** Named children that carry meaning where they stand. */
export function held(node: SyntaxNode): readonly SyntaxNode[] {
  return parts(node).filter(({ type }) => type !== 'heredoc_body')
}

export function argumentsOf(node: SyntaxNode): readonly SyntaxNode[] {
  const list = child(node, 'arguments') ?? node.children.find(({ type }) => type === 'argument_list')
  return list === undefined ? [] : held(list)
}

export function paramsOf(node: SyntaxNode): readonly SyntaxNode[] {
  const list = child(node, 'parameters')
  const locals = list === undefined ? [] : childrenIn(list, 'locals')
  return list === undefined ? [] : held(list).filter((one) => !locals.includes(one))
}

/** Hands what a body comes to on: to a return, or to a name. */
export function deliver(body: readonly Statement[], to: (value: Expr) => Statement): Statement[] {
  const last = body.at(-1)
  const before = body.slice(0, -1)
  if (last === undefined) return []
  if (last.kind === 'eval') return [...before, to(last.value)]
  if (last.kind === 'branch')
    return [...before, { ...last, bodies: last.bodies.map((one) => deliver(one, to)) }]
  if (last.kind !== 'assign') return [...body]
  const value = named(last.target, last)
  return value === undefined ? [...body] : [...body, to(value)]
}

export function returning(body: readonly Statement[]): Statement[] {
  return deliver(body, (value) => ({ kind: 'return', value, start: value.start, end: value.end }))
}

function named(target: Pattern, { start, end }: { start: number; end: number }): Expr | undefined {
  if (target.kind === 'name') return { kind: 'name', name: target.name, start, end }
  return target.kind === 'place' ? target.place : undefined
}
