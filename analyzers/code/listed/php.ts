import type { SyntaxNode } from '../../syntax/node.js'
import { child, parts } from '../../syntax/node.js'
import type { Listing } from './listing.js'

/** PHP (https://www.php.net/manual/en/langref.php): functions, methods, classes made, backticks as `shell_exec`. */
export const php: Listing = {
  language: 'php',
  literals: new Set(['encapsed_string', 'string', 'heredoc', 'nowdoc', 'shell_command_expression']),
  joins: new Set(['binary_expression']),
  call(node, source) {
    const args = argumentsOf(node)
    switch (node.type) {
      case 'function_call_expression':
        return { name: source.name(child(node, 'function')), args }
      case 'member_call_expression':
      case 'nullsafe_member_call_expression':
        return { name: `${source.name(child(node, 'object'))}.${source.name(child(node, 'name'))}`, args }
      case 'scoped_call_expression':
        return { name: `${source.name(child(node, 'scope'))}::${source.name(child(node, 'name'))}`, args }
      case 'object_creation_expression':
        return { name: source.name(parts(node)[0]), args }
      case 'shell_command_expression':
        return { name: 'shell_exec', args: [node] }
      default:
        return undefined
    }
  },
  imports(node, source) {
    if (/^(?:include|require)(?:_once)?_expression$/.test(node.type))
      return [{ module: source.literal(parts(node)[0]) ?? '?' }]
    if (node.type !== 'namespace_use_clause') return []
    return [{ module: source.name(parts(node)[0]) }]
  },
}

function argumentsOf(node: SyntaxNode): readonly SyntaxNode[] {
  const list = child(node, 'arguments') ?? node.children.find(({ type }) => type === 'arguments')
  return list === undefined ? [] : parts(list)
}
