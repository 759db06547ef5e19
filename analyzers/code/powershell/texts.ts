import type { SyntaxNode } from '../../syntax/node.js'
import { parts } from '../../syntax/node.js'
import type { Expr } from '../ir.js'
import { combine, concat, constant, name } from '../lower.js'
import type { Lowering } from './lowering.js'
import { folderOf, nameOf, variableName } from './names.js'

/** A variable where it is read. */
export function lowerVariable(lower: Lowering, node: SyntaxNode): Expr {
  return variable(lower, node, lower.source(node))
}

function variable(lower: Lowering, node: SyntaxNode, written: string): Expr {
  const known = variableName(written)
  if (known === undefined) return combine(node, [])
  const folder = folderOf(known)
  if (folder !== undefined) return constant(node, folder)
  if (known === 'true' || known === 'false') return constant(node, known === 'true')
  if (known === 'null') return constant(node, null)
  if (known === '_' || known === 'psitem') return name(node, lower.item())
  return name(node, nameOf(known))
}

/** Literals of text (about_Quoting_Rules): as they are, or with variables in them. */
export function lowerText(lower: Lowering, node: SyntaxNode): Expr {
  const raw = lower.source(node)
  switch (node.type) {
    case 'verbatim_string_characters':
      return constant(node, raw.slice(1, -1).replaceAll(/''/g, "'"))
    case 'verbatim_here_string_characters':
      return constant(node, raw.replace(/^@['’‘][ \t]*\r?\n?/, '').replace(/\r?\n?['’‘]@$/, ''))
    case 'expandable_here_string_literal': {
      const opening = /^@["“”][ \t]*\r?\n?/.exec(raw)?.[0].length ?? 2
      const closing = /\r?\n?["“”]@$/.exec(raw)?.[0].length ?? 2
      return pieces(lower, node, node.start + opening, node.end - closing, unescaped)
    }
    case 'expandable_string_literal':
      return pieces(lower, node, node.start + 1, node.end - 1, (text) =>
        unescaped(text.replaceAll(/""/g, '"')),
      )
    default: {
      const [inner] = parts(node)
      return inner === undefined ? constant(node, raw) : lowerText(lower, inner)
    }
  }
}

function pieces(
  lower: Lowering,
  node: SyntaxNode,
  start: number,
  end: number,
  plain: (text: string) => string,
): Expr {
  const found: Expr[] = []
  let from = start
  for (const hole of parts(node)) {
    if (hole.start < from || hole.end > end) continue
    if (hole.start > from) found.push(constant(node, plain(lower.text.slice(from, hole.start))))
    found.push(lower.expression(hole))
    from = hole.end
  }
  if (end > from) found.push(constant(node, plain(lower.text.slice(from, end))))
  return found.length === 0 ? constant(node, '') : concat(node, found)
}

const escapes: Readonly<Record<string, string>> = {
  ...{ '0': '\0', a: '\u0007', b: '\b', e: '\u001b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
}

/** A backtick stands before what means something else, or nothing (about_Special_Characters). */
function unescaped(text: string): string {
  return text.replace(
    /`(?:u\{([0-9A-Fa-f]{1,6})\}|([^]))/g,
    (all: string, code?: string, letter?: string) => {
      if (code !== undefined)
        return parseInt(code, 16) <= 0x10ffff ? String.fromCodePoint(parseInt(code, 16)) : all
      return letter === '\n' ? '' : (escapes[letter ?? ''] ?? letter ?? '')
    },
  )
}

const inWord = /\$(?:\{[^}]{1,80}\}|(?:\w{1,16}:)?\w{1,80})/g

/** A bare word of a command line, in which variables may stand. */
export function lowerWord(lower: Lowering, node: SyntaxNode, raw: string = lower.source(node)): Expr {
  const found: Expr[] = []
  let from = 0
  for (const match of raw.matchAll(inWord)) {
    if (match.index > from) found.push(constant(node, unescaped(raw.slice(from, match.index))))
    found.push(variable(lower, node, match[0]))
    from = match.index + match[0].length
  }
  if (from < raw.length) found.push(constant(node, unescaped(raw.slice(from))))
  const [only] = found
  return only !== undefined && found.length === 1 ? only : concat(node, found)
}

/** A path that begins with a variable; unquoted, the grammar takes parts of it for members, and lines after it too. */
export function pathWord(written: string): string | undefined {
  return /^\$(?:\{[^}]{1,80}\}|(?:\w{1,16}:)?\w{1,80})[\\/][\w.\\/$-]{0,200}/.exec(written)?.[0]
}
