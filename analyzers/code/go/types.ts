import type { SyntaxNode } from '../../syntax/node.js'
import { child, parts } from '../../syntax/node.js'
import type { Expr } from '../ir.js'
import { name } from '../lower.js'

/** Types that are what a value is made of and have no methods (Go specification, Predeclared identifiers). */
export const predeclared: ReadonlySet<string> = new Set(
  `any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string uint uint8
  uint16 uint32 uint64 uintptr`.split(/\s+/),
)

/** The named type that a type is or points to; undefined for those that have no name of their own. */
export function namedType(node: SyntaxNode | undefined, text: string): Expr | undefined {
  if (node === undefined) return undefined
  const written = (one: SyntaxNode): string => text.slice(one.start, one.end)
  switch (node.type) {
    case 'type_identifier':
    case 'identifier':
      return predeclared.has(written(node)) ? undefined : name(node, written(node))
    case 'qualified_type':
    case 'selector_expression': {
      const [holder, own] = parts(node)
      if (holder === undefined || own === undefined) return undefined
      const object = name(holder, written(holder))
      return { kind: 'member', object, name: written(own), start: node.start, end: node.end }
    }
    case 'pointer_type':
    case 'parenthesized_type':
      return namedType(parts(node)[0], text)
    case 'generic_type':
      return namedType(child(node, 'type'), text)
    default:
      return undefined
  }
}

/** A thing of a type, with the fields that are given. */
export function thing(
  node: SyntaxNode,
  type: Expr,
  fields: readonly { readonly key: string; readonly value: Expr }[] = [],
): Expr {
  return { kind: 'made', type, fields, start: node.start, end: node.end }
}

/** What a variable of a type is before anything is assigned to it. */
export function zeroOf(node: SyntaxNode, type: SyntaxNode | undefined, text: string): Expr {
  const at = { start: node.start, end: node.end }
  const named = namedType(type, text)
  if (named !== undefined && type?.type !== 'pointer_type') return thing(node, named)
  if (type?.type === 'slice_type') return { kind: 'list', items: [], ...at }
  if (type?.type === 'map_type') return { kind: 'map', entries: [], ...at }
  const isText = type !== undefined && text.slice(type.start, type.end) === 'string'
  return named === undefined ? { kind: 'const', value: isText ? '' : null, ...at } : thing(node, named)
}
