import type { SyntaxNode } from '../syntax/node.js'
import type { Expr, Pattern, Statement } from './ir.js'

/** Expressions of the small language, with the place of the node they come from. Used by every adapter. */

export function constant(node: SyntaxNode, value: string | number | boolean | null): Expr {
  return { kind: 'const', value, start: node.start, end: node.end }
}

export function name(node: SyntaxNode, value: string): Expr {
  return { kind: 'name', name: value, start: node.start, end: node.end }
}

/** What is made of parts; a single part stands for itself. */
export function combine(node: SyntaxNode, parts: readonly Expr[]): Expr {
  const [only] = parts
  if (only !== undefined && parts.length === 1) return only
  return { kind: 'combine', parts, start: node.start, end: node.end }
}

export function concat(node: SyntaxNode, parts: readonly Expr[]): Expr {
  const [only] = parts
  if (only?.kind === 'const' && parts.length === 1) return constant(node, only.value)
  return { kind: 'concat', parts, start: node.start, end: node.end }
}

export function evaluated(node: SyntaxNode, value: Expr): Statement {
  return { kind: 'eval', value, start: node.start, end: node.end }
}

/** An operator or a language construct that acts like a call and is not reported as one. */
export function implicitCall(node: SyntaxNode, object: Expr, method: string, args: readonly Expr[]): Expr {
  const callee: Expr = { kind: 'member', object, name: method, start: node.start, end: node.start }
  return {
    kind: 'call',
    callee,
    args: args.map((value) => ({ value })),
    implicit: true,
    start: node.start,
    end: node.end,
  }
}

/**
 * Operands of a left-leaning chain of one operator (`a + b + c + …`), left to right, without recursion: such chains
 * are as long as their author likes.
 */
export function operands(
  node: SyntaxNode,
  same: (node: SyntaxNode) => readonly [SyntaxNode, SyntaxNode] | undefined,
): SyntaxNode[] {
  const found: SyntaxNode[] = []
  let at = node
  for (let both = same(at); both !== undefined; both = same(at)) {
    found.push(both[1])
    at = both[0]
  }
  found.push(at)
  return found.reverse()
}

/** Text of a lowered literal, with `{}` for what is not known; undefined when nothing of it is. */
export function writtenText(expr: Expr): string | undefined {
  if (expr.kind === 'const') return String(expr.value)
  if (expr.kind !== 'concat') return undefined
  const all = expr.parts.map(writtenText)
  return all.every((part) => part === undefined) ? undefined : all.map((part) => part ?? '{}').join('')
}

/** Names that a pattern gives to what it is bound to. */
export function patternNames(target: Pattern): string[] {
  switch (target.kind) {
    case 'name':
      return [target.name]
    case 'list':
    case 'results':
      return target.items.flatMap(patternNames)
    case 'fields':
      return target.entries.flatMap((entry) => patternNames(entry.target))
    case 'rest':
    case 'default':
      return patternNames(target.target)
    case 'place':
      return []
  }
}
