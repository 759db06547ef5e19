import type { SyntaxNode } from '../../syntax/node.js'
import { child } from '../../syntax/node.js'
import type { Expr } from '../ir.js'
import { name } from '../lower.js'

/** Names of one text, as PHP tells them apart: variables keep their `$`, functions and classes are told without case. */
export interface PhpNames {
  readonly source: (node: SyntaxNode | undefined) => string
  /** `$x`, as it is known in every scope. */
  readonly variable: (node: SyntaxNode) => string
  readonly functionName: (node: SyntaxNode, written: string) => Expr
  /** The name by which others know what this text defines: with its namespace; undefined where it has none. */
  readonly qualified: (written: string) => string | undefined
  /** A class, by its name with dots for the separators of namespaces. */
  readonly className: (node: SyntaxNode, written: string) => Expr
}

const definitions = /^(?:function_definition|(?:class|trait|enum|interface)_declaration)$/
/** `sendReport`; whatever else has capitals in it is one of PHP's own functions in a costume: `EvAl`. */
const camelCase = /^[a-z]+(?:[A-Z][a-z0-9]+)+$/

export function phpNames(text: string, root: SyntaxNode): PhpNames {
  const source = (node: SyntaxNode | undefined): string =>
    node === undefined ? '' : text.slice(node.start, node.end)
  const declared = new Map<string, string>()
  const aliases = new Set<string>()
  let space = ''
  const open = [root]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const own = definitions.test(node.type) ? source(child(node, 'name')) : ''
    if (own !== '') declared.set(own.toLowerCase(), own)
    if (node.type === 'namespace_use_clause') aliases.add(lastPart(source(child(node, 'alias') ?? node)))
    if (node.type === 'namespace_definition') space = source(child(node, 'name')).replaceAll('\\', '.')
    open.push(...node.children)
  }
  const spelled = (written: string): string | undefined => {
    return declared.get(lastPart(written).toLowerCase())
  }
  const dotted = (node: SyntaxNode, written: string): Expr => {
    const [first = '', ...rest] = written.replace(/^\\|\s+/g, '').split('\\')
    const isAlias = !written.startsWith('\\') && aliases.has(first)
    return isAlias ? members(node, first, rest) : name(node, [first, ...rest].join('.'))
  }
  return {
    source,
    qualified: (written) => (space === '' ? undefined : `${space}.${written}`),
    variable: (node) => `$${source(node).replace(/^[$\s{]+|[\s}]+$/g, '')}`,
    functionName(node, written) {
      const own = spelled(written)
      if (own !== undefined) return name(node, own)
      const plain = written.replace(/^\\/, '')
      if (plain.includes('\\')) return dotted(node, written)
      return name(node, camelCase.test(plain) ? plain : plain.toLowerCase())
    },
    className(node, written) {
      const own = spelled(written)
      return own === undefined ? dotted(node, written.replace(/^namespace\\/, '')) : name(node, own)
    },
  }
}

function lastPart(written: string): string {
  return written.slice(written.lastIndexOf('\\') + 1).trim()
}

/** `A\B` where `A` is an alias: the rest are members of what it stands for. */
function members(node: SyntaxNode, first: string, rest: readonly string[]): Expr {
  return rest.reduce<Expr>(
    (object, part) => ({ kind: 'member', object, name: part, start: node.start, end: node.end }),
    name(node, first),
  )
}
