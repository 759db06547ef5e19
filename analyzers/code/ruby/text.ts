import type { SyntaxNode } from '../../syntax/node.js'
import { unescapeText } from '../escapes.js'
import type { Expr } from '../ir.js'
import { combine, concat, constant } from '../lower.js'
import type { Lowering } from './lowering.js'
import { at, held } from './lowering.js'

/** Literals that are text (Ruby, literals.rdoc): quoted, in backticks, in the lines below, symbols and lists of words. */
export function lowerText(lower: Lowering, node: SyntaxNode): Expr {
  return concat(node, textParts(lower, node))
}

function textParts(lower: Lowering, node: SyntaxNode): Expr[] {
  const pieces = held(node).flatMap((part): Expr[] => {
    if (part.type === 'interpolation') return [combine(part, held(part).map(lower.expression))]
    if (part.type === 'escape_sequence') return [constant(part, unescapeText(lower.source(part)))]
    return /_content$/.test(part.type) ? [constant(part, lower.source(part))] : []
  })
  return pieces.length === 0 ? [constant(node, '')] : pieces
}

export function lowerSymbol(lower: Lowering, node: SyntaxNode): Expr {
  return constant(node, lower.source(node).replace(/^:/, '').replace(/:$/, ''))
}

export function lowerWords(lower: Lowering, node: SyntaxNode): Expr {
  const items = held(node).map((word) => lowerText(lower, word))
  return { kind: 'list', items, ...at(node) }
}

/** The text whose lines stand below; of `<<~` without the margin that all of them share. */
export function lowerHeredoc(lower: Lowering, node: SyntaxNode): Expr {
  const body = lower.heredocs.get(node)
  if (body === undefined) return constant(node, '')
  const pieces = textParts(lower, body)
  const [first, ...rest] = pieces
  const opened =
    first?.kind === 'const' && typeof first.value === 'string'
      ? [{ ...first, value: first.value.replace(/^[^\n]*\n/, '\n') }, ...rest]
      : pieces
  const margin = lower.source(node).startsWith('<<~') ? marginOf(opened) : 0
  const lines = new RegExp(`\\n[ \\t]{0,${margin}}`, 'g')
  const plain = opened.map((piece, i): Expr => {
    if (piece.kind !== 'const' || typeof piece.value !== 'string') return piece
    const text = margin === 0 ? piece.value : piece.value.replace(lines, '\n')
    return { ...piece, value: i === 0 ? text.replace(/^\n/, '') : text }
  })
  return concat(node, plain)
}

const widest = 80

function marginOf(pieces: readonly Expr[]): number {
  const text = pieces
    .map((piece) => (piece.kind === 'const' && typeof piece.value === 'string' ? piece.value : 'x'))
    .join('')
  const margins = [...text.matchAll(/\n([ \t]*)(?=[^\s])/g)].map(([, space = '']) => space.length)
  return margins.length === 0 ? 0 : Math.min(widest, ...margins)
}

/** Which lines belong to which `<<NAME`: both come in the same order. */
export function pairHeredocs(root: SyntaxNode): ReadonlyMap<SyntaxNode, SyntaxNode> {
  const pairs = new Map<SyntaxNode, SyntaxNode>()
  let open: SyntaxNode[] = []
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'heredoc_beginning') open.push(node)
    if (node.type === 'heredoc_body') {
      const begun = open.shift()
      if (begun !== undefined) pairs.set(begun, node)
      const around = open
      open = []
      for (const inner of node.children) visit(inner)
      open = around
      return
    }
    for (const inner of node.children) visit(inner)
  }
  visit(root)
  return pairs
}
