import type { SyntaxNode } from '../../syntax/node.js'
import { child, childrenIn, parts } from '../../syntax/node.js'
import type { Argument, ClassStatement, Expr, FunctionDef, Param, Pattern, Statement } from '../ir.js'
import { constant, name } from '../lower.js'
import type { PhpExpressions, PhpFunctions } from './lowering.js'
import type { PhpNames } from './names.js'

interface Lowering extends PhpExpressions {
  readonly names: PhpNames
  readonly body: (node: SyntaxNode | undefined) => Statement[]
  readonly members: (node: SyntaxNode | undefined) => Statement[]
  readonly argumentsOf: (node: SyntaxNode) => readonly Argument[]
}

/** Lowers functions and classes (PHP manual, Functions and Classes and Objects). */
export function phpFunctions(lower: Lowering): PhpFunctions {
  const { names, expression, classOf, body, members, argumentsOf } = lower
  const { source } = names
  const at = (node: SyntaxNode): { start: number; end: number } => ({ start: node.start, end: node.end })
  /** What the classes around inherit from, the innermost last. */
  const bases: (SyntaxNode | undefined)[] = []

  function definition(node: SyntaxNode, doc?: string, isMethod = false): FunctionDef {
    const block = child(node, 'body')
    const own = source(child(node, 'name'))
    const params = parts(child(node, 'parameters') ?? node).filter(({ type }) => parameters.has(type))
    return {
      name: own,
      params: params.map(param),
      body: [...captured(node), ...params.flatMap(promoted), ...functionBody(block)],
      ...(doc === undefined ? {} : { doc }),
      ...(isMethod ? { receiver: '$this' } : {}),
      ...at(node),
    }
  }

  function functionBody(block: SyntaxNode | undefined): Statement[] {
    if (block === undefined) return []
    if (block.type === 'compound_statement') return body(block)
    return [{ kind: 'return', value: expression(block), ...at(block) }]
  }

  function param(node: SyntaxNode): Param {
    const target: Pattern = { kind: 'name', name: names.variable(child(node, 'name') ?? node) }
    if (node.type === 'variadic_parameter') return { target, rest: true }
    const value = otherwise(node)
    return { target: value === undefined ? target : { kind: 'default', target, value } }
  }

  /** What a parameter or property is when nobody gives it anything: its default, or a thing of the class it is of. */
  function otherwise(node: SyntaxNode, given = child(node, 'default_value')): Expr | undefined {
    if (given !== undefined && given.type !== 'null') return expression(given)
    const type = child(node, 'type')
    const inner = type?.type === 'optional_type' ? parts(type)[0] : type
    const named = inner?.type === 'named_type' ? parts(inner)[0] : undefined
    if (named !== undefined) return classOf(named)
    return given === undefined ? undefined : expression(given)
  }

  /** `private Client $http` among the parameters of a constructor is a property as well. */
  function promoted(node: SyntaxNode): Statement[] {
    if (node.type !== 'property_promotion_parameter') return []
    const given = names.variable(child(node, 'name') ?? node)
    const object = name(node, '$this')
    const place: Expr = { kind: 'member', object, name: given.slice(1), ...at(node) }
    const target: Pattern = { kind: 'place', place }
    return [{ kind: 'assign', target, value: name(node, given), declare: false, ...at(node) }]
  }

  /** `use (&$x)`: what is assigned inside is assigned outside. */
  function captured(node: SyntaxNode): Statement[] {
    const clause = node.children.find(({ type }) => type === 'anonymous_function_use_clause')
    const shared = clause === undefined ? [] : parts(clause).filter(({ type }) => type === 'by_ref')
    if (shared.length === 0) return []
    return [{ kind: 'outer', names: shared.flatMap(parts).map(names.variable), ...at(node) }]
  }

  function classDefinition(node: SyntaxNode): ClassStatement {
    const base = node.children.find(({ type }) => type === 'base_clause')
    const block = child(node, 'body')
    const traits = (block?.children ?? []).filter(({ type }) => type === 'use_declaration').flatMap(parts)
    const inherited = [...(base === undefined ? [] : parts(base)), ...traits].filter(isName)
    bases.push(base === undefined ? undefined : parts(base)[0])
    const inner = members(block)
    bases.pop()
    return {
      kind: 'class',
      name: source(child(node, 'name')),
      bases: inherited.map(classOf),
      body: inner.filter((one) => !isHidden(one, inner)),
      ...at(node),
    }
  }

  /** A class without a name is made where it stands: a function that makes it and gives an object of it. */
  function anonymous(node: SyntaxNode, args: readonly Argument[]): Expr {
    const own = { ...classDefinition(node), name: '$<class>' }
    const made: Expr = { kind: 'call', callee: name(node, own.name), args, implicit: true, ...at(node) }
    const inner: Statement[] = [own, { kind: 'return', value: made, ...at(node) }]
    const def = { name: '', params: [], body: inner, ...at(node) }
    const callee: Expr = { kind: 'function', def, ...at(node) }
    return { kind: 'call', callee, args: [], implicit: true, ...at(node) }
  }

  function attributes(node: SyntaxNode): readonly Expr[] {
    const groups = childrenIn(node, 'attributes').flatMap(parts)
    return groups.flatMap(parts).map((one) => {
      const [called = one] = parts(one)
      const callee = classOf(called)
      const given = child(one, 'parameters') === undefined ? undefined : argumentsOf(one)
      return given === undefined ? callee : { kind: 'call', callee, args: given, ...at(one) }
    })
  }

  function parent(node: SyntaxNode): Expr {
    const base = bases.at(-1)
    return base === undefined ? constant(node, null) : classOf(base)
  }

  return { definition, classDefinition, anonymous, attributes, otherwise, parent }
}

const parameters: ReadonlySet<string> = new Set([
  'simple_parameter',
  'variadic_parameter',
  'property_promotion_parameter',
])

function isName({ type }: SyntaxNode): boolean {
  return type === 'name' || type === 'qualified_name'
}

/** A property may bear the name of a method; of the two the method says what is done. */
function isHidden(one: Statement, members: readonly Statement[]): boolean {
  if (one.kind !== 'assign' || one.target.kind !== 'name') return false
  const { name: own } = one.target
  return members.some((other) => other.kind === 'define' && other.def.name === own)
}
