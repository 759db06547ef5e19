import type { SyntaxNode } from '../../syntax/node.js'
import { child, parts } from '../../syntax/node.js'
import type { Listing, Source } from './listing.js'

/** Lua (https://www.lua.org/manual/5.4/): a local that holds a module stands for it. */
export const lua: Listing = {
  language: 'lua',
  literals: new Set(['string']),
  joins: new Set(['binary_expression']),
  call(node, source) {
    if (node.type !== 'function_call') return undefined
    const called = child(node, 'name')
    const inner = called === undefined ? undefined : parts(called)[0]
    const module = inner === undefined ? undefined : required(inner, source)
    const last = called === undefined ? undefined : parts(called).at(-1)
    const written = source.name(called).replace(':', '.')
    const args = argumentsOf(node)
    if (module !== undefined) return { name: `${module}.${source.name(last)}`, args }
    return { name: called?.type === 'method_index_expression' ? `$${written}` : written, args }
  },
  imports(node, source) {
    const module = required(node, source)
    return module === undefined ? [] : [{ module }]
  },
  bind(node, source) {
    if (node.type !== 'assignment_statement') return undefined
    const [names, values] = parts(node)
    const [name, value] = [names, values].map((list) => (list === undefined ? undefined : parts(list)[0]))
    const module = value === undefined ? undefined : required(value, source)
    return name === undefined || module === undefined ? undefined : [source.raw(name), module]
  },
}

function required(node: SyntaxNode, source: Source): string | undefined {
  const called = child(node, 'name')
  if (node.type !== 'function_call' || called === undefined || source.raw(called) !== 'require')
    return undefined
  return source.literal(argumentsOf(node)[0]) ?? '?'
}

function argumentsOf(node: SyntaxNode): readonly SyntaxNode[] {
  const list = child(node, 'arguments')
  return list === undefined ? [] : parts(list)
}
