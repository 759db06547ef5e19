import type { SyntaxNode } from '../../syntax/node.js'
import { parts } from '../../syntax/node.js'
import type { Expr, Pattern } from '../ir.js'
import type { PhpNames } from './names.js'

interface Lowering {
  readonly names: PhpNames
  readonly expression: (node: SyntaxNode) => Expr
}

const wrappers: ReadonlySet<string> = new Set([
  'by_ref',
  'parenthesized_expression',
  'array_element_initializer',
])

/** Lowers what an assignment, a loop or a `catch` binds (PHP manual, List and array destructuring). */
export function phpPatterns({ names, expression }: Lowering): (node: SyntaxNode) => Pattern {
  function pattern(node: SyntaxNode): Pattern {
    if (node.type === 'variable_name') return { kind: 'name', name: names.variable(node) }
    if (wrappers.has(node.type)) {
      const inner = parts(node).at(-1)
      return inner === undefined ? { kind: 'list', items: [] } : pattern(inner)
    }
    if (node.type === 'list_literal' || node.type === 'array_creation_expression') return taken(node)
    const place = expression(node)
    return place.kind === 'name' ? { kind: 'name', name: place.name } : { kind: 'place', place }
  }

  /** Keys and what they go to stand beside each other: `['a' => $b, $c]`. */
  function taken(node: SyntaxNode): Pattern {
    const inner = parts(node).flatMap((one) =>
      one.type === 'array_element_initializer' ? parts(one) : [one],
    )
    const isKey = ({ type }: SyntaxNode): boolean => /^(?:string|encapsed_string|integer)$/.test(type)
    if (!inner.some(isKey)) return { kind: 'list', items: inner.map(pattern) }
    const entries = inner.flatMap((one, i) => {
      const before = inner[i - 1]
      if (isKey(one)) return []
      const key = before !== undefined && isKey(before) ? expression(before) : undefined
      return [{ key: key?.kind === 'const' ? String(key.value) : '?', target: pattern(one) }]
    })
    return { kind: 'fields', entries }
  }

  return pattern
}
