import type { SyntaxNode } from '../../syntax/node.js'
import { child } from '../../syntax/node.js'
import type { Expr, FunctionDef, Statement } from '../ir.js'
import { evaluated, name, patternNames } from '../lower.js'
import type { ClassNames } from './locals.js'
import type { Lowering } from './lowering.js'
import { argumentsOf, at, held, paramsOf, returning } from './lowering.js'
import { blockName } from './patterns.js'

const attributes = /^(?:attr|attr_reader|attr_writer|attr_accessor)$/
const mixing = /^(?:include|extend|prepend)$/

export function lowerMethod(lower: Lowering, node: SyntaxNode): Statement[] {
  const { methods } = lower.locals.own()
  const inside = methods.has(methodName(lower, node))
  const def = methodOf(lower, node, inside)
  return [{ kind: 'define', def, decorators: [], ...at(node) }]
}

function methodName(lower: Lowering, node: SyntaxNode): string {
  const given = child(node, 'name')
  return given?.type === 'setter' ? lower.source(held(given)[0]) : lower.source(given)
}

/** A method gives what its last statement comes to; the block it is called with is a parameter like others. */
function methodOf(lower: Lowering, node: SyntaxNode, inside: boolean): FunctionDef {
  const list = paramsOf(node)
  const own = lower.source(list.find(({ type }) => type === 'block_parameter')).replace(/^&/, '')
  const given = { target: { kind: 'name', name: blockName } as const }
  return lower.locals.inMethod([], () => {
    const params = [...lower.params(list), given]
    for (const one of [...params.flatMap(({ target }) => patternNames(target)), own])
      if (one !== '') lower.locals.declare(one)
    const value = name(node, blockName)
    const known: Statement[] =
      own === ''
        ? []
        : [{ kind: 'assign', target: { kind: 'name', name: own }, value, declare: true, ...at(node) }]
    return {
      name: methodName(lower, node),
      params,
      body: [...known, ...returning(lower.body(child(node, 'body')))],
      ...(inside ? { receiver: 'self' } : {}),
      ...at(node),
    }
  })
}

/** Classes and modules are both their members; what a class takes in counts as a class above it. */
export function lowerClass(lower: Lowering, node: SyntaxNode): Statement[] {
  const body = child(node, 'body')
  const given = child(node, 'name')
  const superclass = child(node, 'superclass')
  const called = lower.source(given?.type === 'scope_resolution' ? child(given, 'name') : given)
  const inner = body === undefined ? [] : members(body)
  const mixed = inner.filter((one) => mixing.test(bareCall(lower, one))).flatMap(argumentsOf)
  const bases = [...(superclass === undefined ? [] : held(superclass)), ...mixed].map(lower.expression)
  const made: Statement = {
    kind: 'class',
    name: called,
    bases,
    body: lower.locals.inClass(ownNames(lower, inner), () => lower.body(body)),
    ...at(node),
  }
  if (given?.type !== 'scope_resolution') return [made]
  const place = lower.expression(given)
  const value = name(given, called)
  return [made, { kind: 'assign', target: { kind: 'place', place }, value, declare: true, ...at(given) }]
}

/** What stands in a class, also in `class << self` and after `private`. */
function members(body: SyntaxNode): readonly SyntaxNode[] {
  return held(body).flatMap((one) => {
    if (one.type === 'singleton_class') return members(child(one, 'body') ?? one)
    return one.type === 'call' ? [one, ...argumentsOf(one).filter(({ type }) => /method$/.test(type))] : [one]
  })
}

function ownNames(lower: Lowering, inner: readonly SyntaxNode[]): ClassNames {
  const defined = inner.filter(({ type }) => type === 'method' || type === 'singleton_method')
  const methods = new Set(defined.map((one) => methodName(lower, one)))
  const readable = inner.filter((one) => attributes.test(bareCall(lower, one))).flatMap(argumentsOf)
  const names = readable.map((one) => lower.source(one).replace(/^[:"']|["']$/g, ''))
  return { methods, attributes: new Set(names.filter((one) => !methods.has(one))) }
}

function bareCall(lower: Lowering, node: SyntaxNode): string {
  return node.type === 'call' && child(node, 'receiver') === undefined
    ? lower.source(child(node, 'method'))
    : ''
}

/** What a class says of itself by a call with one text (`description "…"`) is known by the name of the call. */
export function lowerClassCall(lower: Lowering, node: SyntaxNode, method: string): Statement[] | undefined {
  const around = lower.locals.own()
  if (attributes.test(method)) return []
  const [only, ...rest] = argumentsOf(node)
  if (only === undefined || rest.length > 0 || !texts.has(only.type)) return undefined
  if (!lower.locals.ofClass() || around.methods.has(method)) return undefined
  const value: Expr = lower.expression(only)
  const target = { kind: 'name', name: method } as const
  return [
    evaluated(node, lower.expression(node)),
    { kind: 'assign', target, value, declare: true, ...at(node) },
  ]
}

const texts: ReadonlySet<string> = new Set(['string', 'chained_string', 'heredoc_beginning', 'simple_symbol'])
