import type { SyntaxNode } from '../../syntax/node.js'
import { unescapeText } from '../escapes.js'
import type { Expr } from '../ir.js'
import { concat, constant } from '../lower.js'

type Lower = (node: SyntaxNode) => Expr

/** A literal with its prefix, escapes and interpolations (Python reference, 2.5 and 2.6). */
export function lowerString(node: SyntaxNode, text: string, lower: Lower): Expr {
  const open = node.children[0]
  const prefix = open === undefined ? '' : text.slice(open.start, open.end).toLowerCase()
  const raw = prefix.includes('r')
  const format = prefix.includes('f') || prefix.includes('t')
  const parts: Expr[] = []
  for (const part of node.children) {
    if (part.type === 'string_content')
      parts.push(constant(part, content(text.slice(part.start, part.end), raw, format)))
    else if (part.type === 'interpolation') {
      const inner = part.children.find((one) => one.field === 'expression')
      if (inner !== undefined) parts.push(lower(inner))
    }
  }
  return parts.length === 0 ? constant(node, '') : concat(node, parts)
}

function content(text: string, raw: boolean, format: boolean): string {
  const plain = raw ? text : unescapeText(text, true)
  return format ? plain.replaceAll('{{', '{').replaceAll('}}', '}') : plain
}
