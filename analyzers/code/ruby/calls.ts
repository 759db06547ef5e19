import type { SyntaxNode } from '../../syntax/node.js'
import { child } from '../../syntax/node.js'
import type { Argument, Expr, FunctionDef } from '../ir.js'
import { combine, constant, name, patternNames } from '../lower.js'
import { blockBody, lowerEach } from './iterations.js'
import type { Lowering } from './lowering.js'
import { argumentsOf, at, held, paramsOf, returning } from './lowering.js'
import { blockName } from './patterns.js'

/** Makers of functions out of their block. */
const makers = /^(?:lambda|proc|Proc\.new)$/

/** A call with what it is given, in order, by name and as a block. */
export function lowerCall(lower: Lowering, node: SyntaxNode): Expr {
  const block = child(node, 'block')
  const receiver = child(node, 'receiver')
  const method = child(node, 'method')
  const called = lower.source(method)
  if (block !== undefined && makers.test([lower.source(receiver), called].filter(Boolean).join('.')))
    return { kind: 'function', def: lower.block(block), ...at(node) }
  const each = lowerEach(lower, node)
  if (each !== undefined) return each
  if (receiver === undefined && called === 'method') {
    const [symbol] = argumentsOf(node)
    if (symbol !== undefined) return named(lower, node, lower.source(symbol).replace(/^[:"']|["']$/g, ''))
  }
  const callee = calleeOf(lower, node, receiver, method)
  const handed: Argument[] =
    block === undefined
      ? []
      : [{ name: blockName, value: { kind: 'function', def: lower.block(block), ...at(block) } }]
  const args = [...argumentsOf(node).flatMap((one) => lowerArgument(lower, one)), ...handed]
  const implicit = called === 'super' ? { implicit: true as const } : {}
  return { kind: 'call', callee, args, ...implicit, ...at(node) }
}

/** `method(:name)`: a function that calls the method of that name. */
function named(lower: Lowering, node: SyntaxNode, method: string): Expr {
  const args = [{ value: { kind: 'spread', value: name(node, '*'), ...at(node) } as const }]
  const known = lower.locals.own().methods.has(method)
  const callee: Expr = known
    ? { kind: 'member', object: name(node, 'self'), name: method, ...at(node) }
    : name(node, method)
  const value: Expr = { kind: 'call', callee, args, ...at(node) }
  const params = [{ target: { kind: 'name', name: '*' }, rest: true } as const]
  const def: FunctionDef = { name: '', params, body: [{ kind: 'return', value, ...at(node) }], ...at(node) }
  return { kind: 'function', def, ...at(node) }
}

function calleeOf(
  lower: Lowering,
  node: SyntaxNode,
  receiver: SyntaxNode | undefined,
  method: SyntaxNode | undefined,
): Expr {
  const called = method === undefined ? 'call' : lower.source(method)
  if (receiver !== undefined)
    return { kind: 'member', object: lower.expression(receiver), name: called, ...at(node) }
  const { methods, attributes } = lower.locals.own()
  if (!methods.has(called) && !attributes.has(called)) return name(method ?? node, called)
  return { kind: 'member', object: name(node, 'self'), name: called, ...at(node) }
}

/** A bare word that is no variable: a call of the method of that name, which is not told. */
export function bareWord(lower: Lowering, node: SyntaxNode): Expr {
  const callee = calleeOf(lower, node, undefined, node)
  return { kind: 'call', callee, args: [], implicit: true, ...at(node) }
}

function lowerArgument(lower: Lowering, node: SyntaxNode): Argument[] {
  switch (node.type) {
    case 'pair': {
      const [key, value] = [child(node, 'key'), child(node, 'value')]
      const known = key === undefined ? undefined : lowerKey(lower, key)
      const given = value === undefined ? shorthand(lower, key ?? node) : lower.expression(value)
      if (known?.kind === 'const') return [{ name: String(known.value), value: given }]
      return [
        {
          value: {
            kind: 'map',
            entries: [{ key: known ?? constant(node, null), value: given }],
            ...at(node),
          },
        },
      ]
    }
    case 'block_argument': {
      const [inner] = held(node)
      return [{ name: blockName, value: handedOn(lower, node, inner) }]
    }
    default:
      return [{ value: lower.expression(node) }]
  }
}

/** `&block`, `&:name`, and `&` for the one the method itself was given. */
function handedOn(lower: Lowering, node: SyntaxNode, inner: SyntaxNode | undefined): Expr {
  if (inner === undefined) return name(node, blockName)
  if (inner.type !== 'simple_symbol') return lower.expression(inner)
  const item = name(node, '<item>')
  const callee: Expr = { kind: 'member', object: item, name: lower.source(inner).slice(1), ...at(node) }
  const value: Expr = { kind: 'call', callee, args: [], implicit: true, ...at(node) }
  const params = [{ target: { kind: 'name', name: '<item>' } as const }]
  const def: FunctionDef = { name: '', params, body: [{ kind: 'return', value, ...at(node) }], ...at(node) }
  return { kind: 'function', def, ...at(node) }
}

export function lowerKey(lower: Lowering, key: SyntaxNode): Expr {
  return key.type === 'hash_key_symbol' ? constant(key, lower.source(key)) : lower.expression(key)
}

/** `{ name: }` holds what the name stands for. */
export function shorthand(lower: Lowering, key: SyntaxNode): Expr {
  const word = lower.source(key)
  return lower.locals.has(word) ? name(key, word) : bareWord(lower, key)
}

/** `yield` calls the block that the method was given. */
export function lowerYield(lower: Lowering, node: SyntaxNode): Expr {
  const args = argumentsOf(node).flatMap((one) => lowerArgument(lower, one))
  return { kind: 'call', callee: name(node, blockName), args, implicit: true, ...at(node) }
}

/** `super` calls what stands behind the method: what it is given goes through. */
export function lowerSuper(node: SyntaxNode): Expr {
  return { kind: 'call', callee: name(node, 'super'), args: [], implicit: true, ...at(node) }
}

/** A block, or the body of `->`, as a function. */
export function lowerBlock(lower: Lowering, node: SyntaxNode): FunctionDef {
  const inner = node.type === 'lambda' ? (child(node, 'body') ?? node) : node
  const nodes = [...paramsOf(node), ...(inner === node ? [] : paramsOf(inner))]
  const numbered = /\b_1\b/.test(lower.source(inner)) ? '_1' : 'it'
  const unnamed = nodes.length === 0 && new RegExp(`\\b${numbered}\\b`).test(lower.source(inner))
  const params = unnamed ? [{ target: { kind: 'name', name: numbered } as const }] : lower.params(nodes)
  const names = params.flatMap(({ target }) => patternNames(target))
  const body = lower.locals.inBlock(names, () => returning(blockBody(lower, inner)))
  return { name: '', params, body, ...at(node) }
}

/** `object[…]`: one thing of many, a part of it, or what a class makes of a list. */
export function lowerElement(lower: Lowering, node: SyntaxNode): Expr {
  const object = child(node, 'object')
  if (object === undefined) return combine(node, held(node).map(lower.expression))
  const given = held(node).filter((one) => one !== object)
  const [first, second] = given
  const whole = lower.expression(object)
  // Brackets after a class are a method of it; of these the ones of folders are known.
  if (lower.source(object) === 'Dir') {
    const callee: Expr = { kind: 'member', object: whole, name: 'glob', ...at(node) }
    return { kind: 'call', callee, args: given.map((one) => ({ value: lower.expression(one) })), ...at(node) }
  }
  if (first === undefined) return whole
  const isRange = first.type === 'range' && second === undefined
  if (!isRange && second === undefined)
    return { kind: 'index', object: whole, index: lower.expression(first), ...at(node) }
  return sliced(lower, node, whole, first, second)
}

function sliced(
  lower: Lowering,
  node: SyntaxNode,
  whole: Expr,
  first: SyntaxNode,
  second: SyntaxNode | undefined,
): Expr {
  const bound = (field: string): number | null => {
    const found = child(first, field)
    const text = lower.source(found).replace(/\s/g, '')
    return /^-?\d{1,9}$/.test(text) ? Number(text) : null
  }
  const callee: Expr = { kind: 'member', object: whole, name: '[:]', ...at(node) }
  const last = bound('end')
  const after = last === null || lower.source(child(first, 'operator')) === '...' ? last : last + 1
  const bounds =
    second === undefined
      ? [constant(node, bound('begin')), constant(node, after === 0 ? null : after)]
      : [lower.expression(first), lower.expression(second), constant(node, true)]
  const args = bounds.map((value) => ({ value }))
  return { kind: 'call', callee, args, implicit: true, ...at(node) }
}
