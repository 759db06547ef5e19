import type { SyntaxNode } from '../../syntax/node.js'
import { child, parts } from '../../syntax/node.js'
import type { Argument, CallExpr, Expr, Pattern } from '../ir.js'
import { combine, constant, name } from '../lower.js'
import { byReference, handedOn } from './by-reference.js'
import type { PhpNames } from './names.js'

/** A pattern with the modifier by which what is put in is code (PHP manual, Possible modifiers, until PHP 7). */
const evaluates = /[^\w\s\\][A-Za-z]{0,8}e[A-Za-z]{0,8}$/

interface Lowering {
  readonly names: PhpNames
  readonly expression: (node: SyntaxNode) => Expr
  readonly pattern: (node: SyntaxNode) => Pattern
}

/** Lowers calls of functions: those by name, through variables, and those that call what they are handed. */
export function phpCalls({ names, expression, pattern }: Lowering): {
  readonly argumentsOf: (node: SyntaxNode) => readonly Argument[]
  readonly functionCall: (node: SyntaxNode) => Expr
} {
  const at = (node: SyntaxNode): { start: number; end: number } => ({ start: node.start, end: node.end })

  function argumentNodes(node: SyntaxNode): readonly SyntaxNode[] {
    const list = node.children.find(({ type }) => type === 'arguments')
    return list === undefined ? [] : parts(list)
  }

  function argumentsOf(node: SyntaxNode): readonly Argument[] {
    return argumentNodes(node).flatMap((one) => {
      if (one.type === 'variadic_placeholder') return []
      const inner = parts(one).at(-1)
      const value = inner === undefined ? constant(one, null) : expression(inner)
      const named = one.type === 'argument' ? child(one, 'name') : undefined
      return [named === undefined ? { value } : { name: names.source(named), value }]
    })
  }

  function functionCall(node: SyntaxNode): Expr {
    const called = child(node, 'function')
    if (called === undefined) return combine(node, [])
    const isNamed = called.type === 'name' || called.type === 'qualified_name'
    const callee = isNamed
      ? names.functionName(called, names.source(called))
      : callable(expression(called), called)
    if (argumentNodes(node).some(({ type }) => type === 'variadic_placeholder')) return callee
    const call: CallExpr = { kind: 'call', callee, args: argumentsOf(node), ...at(node) }
    return callee.kind === 'name' ? byName(node, callee.name, call) : call
  }

  function byName(node: SyntaxNode, called: string, call: CallExpr): Expr {
    const { args } = call
    const [first, second] = args.map(({ value }) => value)
    if (/^(?:call_user_func|forward_static_call)$/.test(called) && first !== undefined)
      return { ...call, callee: callable(first, node), args: args.slice(1) }
    if (
      /^(?:call_user_func|forward_static_call)_array$/.test(called) &&
      first !== undefined &&
      second !== undefined
    )
      return { ...call, callee: callable(first, node), args: [{ value: spread(second) }] }
    if (called === 'preg_replace' && first?.kind === 'const' && evaluates.test(String(first.value)))
      return combine(node, [call, { ...call, callee: name(node, 'eval'), args: args.slice(1, 3) }])
    if (called === 'compact') return compacted(node, args)
    if (called === 'define' && first?.kind === 'const' && second !== undefined)
      return assigned(node, { kind: 'name', name: String(first.value) }, second)
    const handed = handedOn.get(called)
    if (handed !== undefined) {
      const [callback, data] = [args.at(handed.callback)?.value, args[handed.data]?.value]
      if (callback !== undefined && callback.kind !== 'function' && data !== undefined)
        return withCallback(node, call, callable(callback, node), data, handed)
      if (callback !== undefined && data !== undefined && handed.isAll === true)
        return withCallback(node, call, callback, data, handed)
    }
    const given = byReference.get(called)
    const target = given === undefined ? undefined : parts(argumentNodes(node)[given] ?? node).at(-1)
    if (given === undefined || args[given] === undefined || target === undefined) return call
    return assigned(node, pattern(target), call)
  }

  function withCallback(
    node: SyntaxNode,
    call: CallExpr,
    callee: Expr,
    data: Expr,
    { each, isAll }: { readonly each: boolean; readonly isAll?: true },
  ): Expr {
    const item = name(node, each ? '<item>' : '')
    const inner: Expr = { kind: 'call', callee, args: [{ value: each ? item : data }], ...at(node) }
    const target = { kind: 'name', name: item.kind === 'name' ? item.name : '' } as const
    const made: Expr = each ? { kind: 'each', target, from: data, value: inner, ...at(node) } : inner
    return isAll === true ? made : combine(node, [call, made])
  }

  /** What stands for a function in an argument: its name, a closure, an object or class with the name of a method. */
  function callable(given: Expr, node: SyntaxNode): Expr {
    if (given.kind === 'const') {
      const [holder = '', method] = String(given.value).split('::')
      if (method === undefined) return names.functionName(node, holder)
      return { kind: 'member', object: names.className(node, holder), name: method, ...at(node) }
    }
    if (given.kind !== 'list' || given.items.length !== 2) return given
    const [object, method] = given.items
    if (object === undefined || method?.kind !== 'const') return given
    const holder = object.kind === 'const' ? names.className(node, String(object.value)) : object
    return { kind: 'member', object: holder, name: String(method.value), ...at(node) }
  }

  /** `compact('a', 'b')`: the variables of these names, in a map. */
  function compacted(node: SyntaxNode, args: readonly Argument[]): Expr {
    const entries = args.flatMap(({ value }) =>
      value.kind === 'const' ? [{ key: value, value: name(node, `$${String(value.value)}`) }] : [],
    )
    return { kind: 'map', entries, ...at(node) }
  }

  function assigned(node: SyntaxNode, target: Pattern, value: Expr): Expr {
    return { kind: 'assign', target, value, declare: true, ...at(node) }
  }

  return { argumentsOf, functionCall }
}

/** A list laid out as the arguments of a call. */
function spread(value: Expr): Expr {
  return { kind: 'spread', value, start: value.start, end: value.end }
}
