import type { SyntaxNode } from '../../syntax/node.js'
import { parts } from '../../syntax/node.js'
import { unescapeText } from '../escapes.js'
import type { Expr } from '../ir.js'
import { constant } from '../lower.js'

/** `"…"` with its escapes, or what stands between backticks as it is. */
export function lowerString(node: SyntaxNode, text: string): Expr {
  const pieces = parts(node).map((part) => {
    const written = text.slice(part.start, part.end)
    return part.type === 'escape_sequence' ? unescapeText(written) : written
  })
  return constant(node, pieces.join(''))
}

export function lowerNumber(node: SyntaxNode, text: string): Expr {
  const written = text.slice(node.start, node.end).replaceAll('_', '')
  const value = /^0[0-7]+$/.test(written) ? parseInt(written, 8) : Number(written)
  return constant(node, Number.isFinite(value) ? value : null)
}

/** `'x'` is the number of its letter. */
export function lowerRune(node: SyntaxNode, text: string): Expr {
  const letter = unescapeText(text.slice(node.start + 1, Math.max(node.start + 1, node.end - 1)))
  return constant(node, letter.codePointAt(0) ?? null)
}
