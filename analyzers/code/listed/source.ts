import type { SyntaxNode } from '../../syntax/node.js'
import { parts } from '../../syntax/node.js'
import { unescapeText } from '../escapes.js'
import type { Expr } from '../ir.js'
import { combine, concat, constant, writtenText } from '../lower.js'
import type { Listing, Source } from './listing.js'

const content = /_content$|^heredoc_body$/
const escaped = /escape/
const plainName = /^[$@&\\]{0,2}[A-Za-z_][\w$@.:\\/?!-]{0,200}$/

/** Reads the nodes of one text for a listing. */
export function openSource(
  text: string,
  { literals, joins }: Listing,
): Source & { expression(node: SyntaxNode): Expr } {
  const raw = (node: SyntaxNode): string => text.slice(node.start, node.end)

  /** Wrappers of a grammar around one thing say nothing. */
  function core(node: SyntaxNode): SyntaxNode {
    let at = node
    for (let inner = parts(at); inner[0] !== undefined && inner.length === 1; inner = parts(at)) {
      if (literals.has(at.type)) break
      at = inner[0]
    }
    return at
  }

  function expression(given: SyntaxNode): Expr {
    const node = core(given)
    if (literals.has(node.type)) return concat(node, literalParts(node))
    if (joins.has(node.type)) return concat(node, parts(node).map(expression))
    if (/^(?:integer|int_literal|float|number|decimal_integer_literal)/.test(node.type))
      return constant(node, raw(node).slice(0, 64))
    return combine(node, [])
  }

  function literalParts(node: SyntaxNode): Expr[] {
    const inner = parts(node)
    if (inner.some(({ type }) => content.test(type) || escaped.test(type)))
      return inner.map((part) =>
        content.test(part.type)
          ? constant(part, raw(part))
          : escaped.test(part.type)
            ? constant(part, unescapeText(raw(part)))
            : combine(part, []),
      )
    const [start, end] = delimited(inner) ?? bare(raw(node), node.start)
    const pieces: Expr[] = []
    let from = start
    for (const hole of inner) {
      if (hole.start < from || hole.end > end) continue
      pieces.push(constant(node, text.slice(from, hole.start)), combine(hole, []))
      from = hole.end
    }
    pieces.push(constant(node, text.slice(from, Math.max(from, end))))
    return pieces
  }

  function name(node: SyntaxNode | undefined): string {
    if (node === undefined) return '?'
    const written = raw(node).slice(0, 400).replace(/\s+/g, '')
    const dotted = written.replace(/\??->|&\./g, '.')
    return plainName.test(dotted) ? dotted.replace(/^[@&\\]+/, '') : '?'
  }

  function literal(node: SyntaxNode | undefined): string | undefined {
    return node === undefined ? undefined : writtenText(expression(node))
  }

  return { raw, name, literal, expression }
}

/** Between delimiters that are nodes of their own: `qx{…}`. */
function delimited(inner: readonly SyntaxNode[]): [number, number] | undefined {
  const [first, last] = [inner[0], inner.at(-1)]
  if (first?.type !== 'start_delimiter' || last?.type !== 'end_delimiter') return undefined
  return [first.end, last.start]
}

/** Offsets of a literal without its quotes: `'x'`, `"x"`, `` `x` ``, and the here-strings `@'…'@`. */
function bare(written: string, start: number): [number, number] {
  const quotes = /^(@?)(["'`])[^]*\2\1$/.exec(written)
  const width = quotes !== null && written.length > 1 ? quotes[0].indexOf(quotes[2] ?? '') + 1 : 0
  return [start + width, start + written.length - width]
}
