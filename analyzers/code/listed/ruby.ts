import { child, parts } from '../../syntax/node.js'
import type { Listing } from './listing.js'

const loaders = new Set(['require', 'require_relative', 'load', 'autoload'])

/** Ruby (https://docs.ruby-lang.org/en/master/syntax_rdoc.html); what stands in backticks is the method of that name. */
export const ruby: Listing = {
  language: 'ruby',
  literals: new Set(['string', 'subshell', 'simple_symbol']),
  joins: new Set(['binary', 'chained_string']),
  call(node, source) {
    if (node.type === 'subshell') return { name: '`', args: [node] }
    if (node.type !== 'call') return undefined
    const receiver = child(node, 'receiver')
    const method = child(node, 'method')
    const args = child(node, 'arguments')
    const own = method === undefined ? 'call' : source.raw(method)
    // Members of lower-case names are those of variables: nothing sure is known of them.
    const holder = receiver === undefined ? '' : source.name(receiver)
    const unsure = /^[a-z_]/.test(holder) ? '$' : ''
    return {
      name: holder === '' ? own : `${unsure}${holder}.${own}`,
      args: args === undefined ? [] : parts(args),
    }
  },
  imports(node, source) {
    const method = child(node, 'method')
    if (node.type !== 'call' || method === undefined || child(node, 'receiver') !== undefined) return []
    const args = child(node, 'arguments')
    if (!loaders.has(source.raw(method)) || args === undefined) return []
    return [{ module: source.literal(parts(args).at(-1)) ?? '?' }]
  },
}
