import type { SyntaxNode } from '../../syntax/node.js'
import { parts } from '../../syntax/node.js'

/** Arguments of a call in parentheses, one by one. */
export function argumentNodes(list: SyntaxNode): readonly SyntaxNode[] {
  return parts(list).flatMap((inner) => (inner.type === 'argument_expression_list' ? parts(inner) : [inner]))
}
