import type { SyntaxNode } from '../../syntax/node.js'
import { parts } from '../../syntax/node.js'
import type { Expr } from '../ir.js'
import { combine, constant, implicitCall, name } from '../lower.js'
import { argumentNodes } from './arguments.js'
import { assigned } from './assignments.js'
import type { Lowering } from './lowering.js'
import { at, core, operation } from './lowering.js'
import { folderOf, typeName, variableName } from './names.js'
import { eachOf, filteredBy } from './pipelines.js'
import { lowerWord, pathWord } from './texts.js'

/** `$object.Name` and `[type]::Name`. */
export function lowerMember(lower: Lowering, node: SyntaxNode): Expr {
  const path = pathWord(lower.source(node))
  if (path !== undefined) return lowerWord(lower, node, path)
  const [holder, member] = parts(node)
  if (holder === undefined || member === undefined) return combine(node, parts(node).map(lower.expression))
  // Where the profile of this or that host lies makes no difference.
  if (variableName(lower.source(holder)) === 'profile') return lower.expression(holder)
  return memberOf(lower, node, lower.expression(holder), member)
}

/** A member by a name that is written out, or worked out. */
function memberOf(lower: Lowering, node: SyntaxNode, object: Expr, member: SyntaxNode): Expr {
  const [inner] = parts(member)
  const plain = inner === undefined || inner.type === 'simple_name'
  const key = plain ? constant(member, lower.source(member).trim()) : lower.expression(inner)
  if (key.kind === 'const' && sizes.has(String(key.value).toLowerCase()))
    return implicitCall(node, object, String(key.value).toLowerCase(), [])
  if (key.kind === 'const')
    return { kind: 'member', object, name: String(key.value).toLowerCase(), ...at(node) }
  return { kind: 'index', object, index: operation(member, '<key>', [key]), ...at(node) }
}

/** How many there are, which is known where the things are. */
const sizes: ReadonlySet<string> = new Set(['length', 'count'])

/** `$object.Method(…)` and `[type]::Method(…)`. */
export function lowerInvocation(lower: Lowering, node: SyntaxNode): Expr {
  const [holder, member, list] = parts(node)
  if (holder === undefined || member === undefined) return combine(node, parts(node).map(lower.expression))
  const method = lower.source(member).trim().toLowerCase()
  const nodes = list === undefined ? [] : argumentNodes(list)
  const block = nodes[0] === undefined ? undefined : core(nodes[0])
  if (block?.type === 'script_block_expression') {
    if (method === 'foreach') return eachOf(lower, node, [block], lower.expression(holder))
    if (method === 'where') return filteredBy(lower, node, block, lower.expression(holder))
  }
  const object = lower.expression(holder)
  if (method === 'getnewclosure') return object
  const args = nodes.map(lower.expression)
  if (holder.type === 'type_literal') {
    const known = ofType(node, typeName(lower.source(holder)).replace(/^system\./, ''), method, nodes, args)
    if (known !== undefined) return known
  }
  const callee = memberOf(lower, node, object, member)
  return { kind: 'call', callee, args: args.map((value) => ({ value })), ...at(node) }
}

/** Methods of types that change a variable, or read one of the environment. */
function ofType(
  node: SyntaxNode,
  type: string,
  method: string,
  nodes: readonly SyntaxNode[],
  args: readonly Expr[],
): Expr | undefined {
  const [first] = args
  if (type === 'array' && method === 'reverse' && first?.kind === 'name')
    return assigned(node, { kind: 'name', name: first.name }, operation(node, '<reverse>', [first]))
  if (type !== 'environment' || method !== 'getenvironmentvariable') return undefined
  if (first?.kind !== 'const' || nodes[0] === undefined) return undefined
  const variable = String(first.value)
  const folder = folderOf(`env:${variable.toLowerCase()}`)
  if (folder !== undefined) return constant(node, folder)
  const callee: Expr = { kind: 'member', object: name(node, '[environment]'), name: method, ...at(node) }
  const call: Expr = { kind: 'call', callee, args: args.map((value) => ({ value })), ...at(node) }
  return combine(node, [call, name(nodes[0], `$env.${variable.toUpperCase()}`)])
}
