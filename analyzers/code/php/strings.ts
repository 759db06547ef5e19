import type { SyntaxNode } from '../../syntax/node.js'
import { unescapeText } from '../escapes.js'
import type { Expr } from '../ir.js'
import { concat, constant } from '../lower.js'

/** Text of a literal with its escapes and what is put into it (PHP manual, Strings). */
export function lowerString(node: SyntaxNode, text: string, lower: (node: SyntaxNode) => Expr): Expr {
  const isSingle = node.type === 'string'
  const parts = contents(node).map((part) => {
    const written = text.slice(part.start, part.end)
    if (part.type === 'escape_sequence') return constant(part, escaped(written, isSingle))
    return plain.has(part.type) ? constant(part, written) : lower(part)
  })
  return parts.length === 0 ? constant(node, '') : concat(node, joined(node, parts))
}

const plain: ReadonlySet<string> = new Set(['string_content', 'nowdoc_string', 'string_value'])
const bodies: ReadonlySet<string> = new Set(['heredoc_body', 'nowdoc_body'])

function contents(node: SyntaxNode): readonly SyntaxNode[] {
  const body = node.children.find(({ type }) => bodies.has(type))
  return (body ?? node).children.filter(({ type, named }) => named && !/^heredoc_(?:start|end)$/.test(type))
}

/** `\$` and `\'` are their own, the rest is what other languages have too. */
function escaped(written: string, isSingle: boolean): string {
  if (/^\\[$'\\]$/.test(written)) return written.slice(1)
  return isSingle ? written : unescapeText(written, true)
}

/** Constants beside each other are one: a literal without anything put into it is a constant. */
function joined(node: SyntaxNode, parts: readonly Expr[]): readonly Expr[] {
  const kept: Expr[] = []
  for (const part of parts) {
    const last = kept.at(-1)
    if (part.kind === 'const' && last?.kind === 'const')
      kept[kept.length - 1] = { ...constant(node, `${String(last.value)}${String(part.value)}`) }
    else kept.push(part)
  }
  return kept
}
