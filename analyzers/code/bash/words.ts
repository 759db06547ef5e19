import type { SyntaxNode } from '../../syntax/node.js'
import { child, parts } from '../../syntax/node.js'
import { unescapeText } from '../escapes.js'
import type { Expr, Statement } from '../ir.js'
import { combine, concat, constant, name } from '../lower.js'

/** Lowers the words of a command line (Bash manual, 3.1.2 and 3.5): quoting, parameters, substitutions. */
export interface ShellWords {
  readonly text: string
  readonly word: (node: SyntaxNode) => Expr
  readonly source: (node: SyntaxNode | undefined) => string
}

export function shellWords(
  text: string,
  statements: (nodes: readonly SyntaxNode[]) => readonly Statement[],
): ShellWords {
  const source = (node: SyntaxNode | undefined): string =>
    node === undefined ? '' : text.slice(node.start, node.end)
  const at = (node: SyntaxNode): { start: number; end: number } => ({ start: node.start, end: node.end })

  function word(node: SyntaxNode): Expr {
    switch (node.type) {
      case 'word':
      case 'number':
      case 'variable_name':
      case 'extglob_pattern':
      case 'regex':
        return constant(node, source(node).replace(/\\\n/g, '').replace(/\\(.)/g, '$1'))
      case 'raw_string':
        return constant(node, text.slice(node.start + 1, node.end - 1))
      case 'ansi_c_string':
        return constant(node, unescapeText(text.slice(node.start + 2, node.end - 1), true))
      case 'string':
        return quoted(node)
      case 'heredoc_body':
        return between(node, node.start, node.end, (piece) => piece.replace(/\\([$`\\])/g, '$1'))
      case 'concatenation':
        return joined(node, parts(node).map(word))
      case 'simple_expansion':
        return parameter(node, source(node).slice(1))
      case 'expansion':
        return expansion(node)
      case 'command_substitution':
      case 'process_substitution':
        return { kind: 'output', body: statements(parts(node)), ...at(node) }
      case 'array':
        return { kind: 'list', items: parts(node).map(word), ...at(node) }
      case 'arithmetic_expansion':
        // A number nobody works out here.
        return combine(node, [constant(node, null), constant(node, null)])
      default:
        return parts(node).length === 0 ? constant(node, source(node)) : concat(node, parts(node).map(word))
    }
  }

  function quoted(node: SyntaxNode): Expr {
    return between(node, node.start + 1, node.end - 1, (piece) => piece.replace(/\\([$`"\\\n])/g, '$1'))
  }

  /** Text with expansions in it: what lies between two offsets, literal pieces undone by `plain`. */
  function between(node: SyntaxNode, start: number, end: number, plain: (piece: string) => string): Expr {
    const pieces: Expr[] = []
    let from = start
    for (const part of node.children) {
      if (part.type === 'string_content' || part.type === 'heredoc_content' || !part.named) continue
      if (part.start > from) pieces.push(constant(node, plain(text.slice(from, part.start))))
      pieces.push(word(part))
      from = part.end
    }
    if (end > from) pieces.push(constant(node, plain(text.slice(from, end))))
    return pieces.length === 0 ? constant(node, '') : concat(node, pieces)
  }

  function parameter(node: SyntaxNode, variable: string): Expr {
    return variable === 'HOME' ? constant(node, '~') : name(node, `$${variable}`)
  }

  /** `${NAME}`, `${NAME:-default}` and the like; an operator that cuts or replaces is not followed. */
  function expansion(node: SyntaxNode): Expr {
    const inner = parts(node)
    const [first] = inner
    if (first === undefined) return constant(node, null)
    const variable = first.type === 'subscript' ? source(child(first, 'name')) : source(first)
    // `${!NAME}` is the parameter that NAME names (Bash manual, 3.5.3).
    if (text.startsWith('${!', node.start))
      return {
        kind: 'call',
        callee: name(node, '<indirect>'),
        args: [{ value: parameter(first, variable) }],
        implicit: true,
        ...at(node),
      }
    const value = parameter(first, variable)
    const operator = text.slice(first.end, inner[1]?.start ?? node.end - 1)
    if (/^:?[-=]/.test(operator) && inner[1] !== undefined)
      return { kind: 'choice', options: [value, word(inner[1])], ...at(node) }
    return operator === '' ? value : combine(node, [value, constant(node, null)])
  }

  return { text, word, source }
}

/** Pieces of one word; constant when all of them are. */
function joined(node: SyntaxNode, pieces: readonly Expr[]): Expr {
  const texts = pieces.map((piece) => (piece.kind === 'const' ? piece.value : undefined))
  const constants = texts.filter((text) => typeof text === 'string')
  return constants.length === texts.length ? constant(node, constants.join('')) : concat(node, pieces)
}
