import type { SyntaxNode } from '../../syntax/node.js'
import { child, parts } from '../../syntax/node.js'
import type { Expr } from '../ir.js'
import { constant } from '../lower.js'
import { namedType, thing } from './types.js'

/** What composite literals need of what stands around them. */
export interface Composing {
  readonly text: string
  readonly lower: (node: SyntaxNode) => Expr
  /** Names of the fields of a type of the file, in order. */
  readonly fieldsOf: (type: string) => readonly string[]
}

/** `T{…}`: a list, a table or a thing with fields, by its type (Go specification, Composite literals). */
export function lowerComposite(
  node: SyntaxNode,
  type: SyntaxNode | undefined,
  body: SyntaxNode | undefined,
  composing: Composing,
): Expr {
  const { text, lower, fieldsOf } = composing
  const elements = body === undefined ? [] : parts(body)
  const isKeyed = elements.some((one) => one.type === 'keyed_element')
  const inner = type === undefined ? undefined : (child(type, 'element') ?? child(type, 'value'))
  const at = { start: node.start, end: node.end }

  /** An element that leaves its type out has the one its list or table says. */
  function element(given: SyntaxNode | undefined): Expr {
    const core = coreOf(given)
    if (core === undefined) return constant(node, null)
    return core.type === 'literal_value' ? lowerComposite(core, inner, core, composing) : lower(core)
  }

  function keyed(one: SyntaxNode, isField: boolean): { readonly key: Expr; readonly value: Expr } {
    const key = coreOf(child(one, 'key'))
    const known =
      key === undefined || (isField && key.type === 'identifier')
        ? constant(one, key === undefined ? null : text.slice(key.start, key.end))
        : key.type === 'literal_value'
          ? constant(one, null)
          : lower(key)
    return { key: known, value: element(child(one, 'value')) }
  }

  const named = namedType(type, text)
  if (named !== undefined) {
    const order = type === undefined ? [] : fieldsOf(text.slice(type.start, type.end))
    const fields = elements.map((one, i) => {
      if (one.type !== 'keyed_element') return { key: order[i] ?? String(i), value: element(one) }
      const { key, value } = keyed(one, true)
      return { key: key.kind === 'const' ? String(key.value) : '?', value }
    })
    return thing(node, named, fields)
  }
  if (!isKeyed) return { kind: 'list', items: elements.map(element), ...at }
  const isStruct = type?.type === 'struct_type'
  const entries = elements.filter((one) => one.type === 'keyed_element').map((one) => keyed(one, isStruct))
  return { kind: 'map', entries, ...at }
}

function coreOf(node: SyntaxNode | undefined): SyntaxNode | undefined {
  return node?.type === 'literal_element' ? parts(node)[0] : node
}
