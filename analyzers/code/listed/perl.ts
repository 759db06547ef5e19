import type { SyntaxNode } from '../../syntax/node.js'
import { child, parts } from '../../syntax/node.js'
import type { Listing } from './listing.js'

const quoted = new Set(['command_qx_quoted', 'backtick_quoted'])

/** Perl 5 (https://perldoc.perl.org/perlsyn): calls with and without brackets, methods, and what `qx` is handed. */
export const perl: Listing = {
  language: 'perl',
  literals: new Set([
    'string_double_quoted',
    'string_single_quoted',
    'string_q_quoted',
    'string_qq_quoted',
    ...quoted,
  ]),
  joins: new Set(),
  call(node, source) {
    if (quoted.has(node.type)) return { name: 'qx', args: [node] }
    if (node.type === 'method_invocation') {
      const [object] = parts(node)
      return {
        name: `${source.name(object)}.${source.name(child(node, 'function_name'))}`,
        args: argumentsOf(child(node, 'args')),
      }
    }
    if (!/^call_expression_with_(?:spaced_args|args_with_brackets)$/.test(node.type)) return undefined
    // The key of a pair looks like a call.
    if (node.children.some(({ type }) => type === 'fat_comma')) return undefined
    const [called, ...rest] = parts(node)
    if (rest.length === 0 && !source.raw(node).includes('(')) return undefined
    return { name: source.name(called), args: argumentsOf(child(node, 'args') ?? parts(node)[1]) }
  },
  imports(node, source) {
    if (node.type !== 'use_no_statement' && node.type !== 'require_statement') return []
    const [module] = parts(node)
    if (module === undefined) return []
    return [{ module: source.literal(module) ?? source.name(module) }]
  },
}

function argumentsOf(node: SyntaxNode | undefined): readonly SyntaxNode[] {
  if (node === undefined) return []
  const inner = parts(node)
  const [only] = inner
  if (only?.type === 'arguments') return argumentsOf(only)
  return inner.filter(({ type }) => !/comma$/.test(type))
}
