import { child, parts } from '../../syntax/node.js'
import type { Listing } from './listing.js'

/** Go (https://go.dev/ref/spec): packages by their path, so that `exec.Command` is `os/exec.Command`. */
export const go: Listing = {
  language: 'go',
  literals: new Set(['interpreted_string_literal', 'raw_string_literal']),
  joins: new Set(['binary_expression']),
  call(node, source) {
    if (node.type !== 'call_expression') return undefined
    const args = child(node, 'arguments')
    const called = child(node, 'function')
    const field = called === undefined ? undefined : child(called, 'field')
    const plain = source.name(called)
    // Called on what another call gave: only the last name is known.
    const name = plain === '?' && field !== undefined ? `?.${source.raw(field)}` : plain
    return { name, args: args === undefined ? [] : parts(args) }
  },
  imports(node, source) {
    if (node.type !== 'import_spec') return []
    const module = source.literal(child(node, 'path'))
    if (module === undefined) return []
    const given = child(node, 'name')
    const last =
      module
        .replace(/\/v\d+$/, '')
        .split('/')
        .at(-1) ?? module
    return [{ module, as: given === undefined ? last : source.raw(given) }]
  },
}
