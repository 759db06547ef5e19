import type { SyntaxNode } from '../../syntax/node.js'
import { parts } from '../../syntax/node.js'
import type { Expr, FunctionDef, Param, Statement } from '../ir.js'
import { constant, name } from '../lower.js'
import type { Lowering, OwnFunction } from './lowering.js'
import { at } from './lowering.js'
import { nameOf, nameOfType, typeName, variableName } from './names.js'
import { yielding } from './outputs.js'
import { describe } from './parameters.js'

/** Functions of a text by name, before anything of it is lowered. */
export function ownFunctions(
  root: SyntaxNode,
  source: (node: SyntaxNode | undefined) => string,
): ReadonlyMap<string, OwnFunction> {
  const found = new Map<string, OwnFunction>()
  const look = (node: SyntaxNode): void => {
    if (node.type === 'function_statement') {
      const isFilter = /^filter\b/i.test(source(node).slice(0, 8))
      found.set(functionName(source, node), { perItem: isFilter || hasProcess(node, source) })
    }
    for (const inner of node.children) look(inner)
  }
  look(root)
  return found
}

function hasProcess(node: SyntaxNode, source: (node: SyntaxNode | undefined) => string): boolean {
  return parts(node).some((one) =>
    one.type === 'named_block'
      ? source(parts(one)[0]).toLowerCase() === 'process'
      : /^(?:script_block|script_block_body|named_block_list)$/.test(one.type) && hasProcess(one, source),
  )
}

function functionName(source: (node: SyntaxNode | undefined) => string, node: SyntaxNode): string {
  const called = node.children.find(({ type }) => type === 'function_name')
  return source(called)
    .trim()
    .toLowerCase()
    .replace(/^(?:global|script|local|private):/, '')
}

export function lowerFunction(lower: Lowering, node: SyntaxNode): Statement[] {
  const def = definition(lower, node, functionName(lower.source, node))
  return [{ kind: 'define', def, decorators: [], ...at(node) }]
}

/** A script block as a function. */
export function lowerBlock(lower: Lowering, node: SyntaxNode): FunctionDef {
  return definition(lower, node, '')
}

function definition(lower: Lowering, node: SyntaxNode, called: string): FunctionDef {
  return lower.inFunction(() => {
    const nodes = parameterNodes(node)
    const params = nodes.flatMap((one) => lowerParam(lower, one))
    const raw = lower.source(node)
    const hidden = implied
      .filter(([, pattern]) => pattern.test(raw))
      .map(([one]): Param => ({ target: { kind: 'name', name: one } }))
    const body = yielding(statementsOf(lower, node))
    const def: FunctionDef = { name: called, params: [...params, ...hidden], body, ...at(node) }
    describe(
      def,
      nodes.flatMap((one) => described(lower, one)),
    )
    return def
  })
}

/** What every function is given beside its parameters (about_Automatic_Variables). */
const implied: readonly (readonly [string, RegExp])[] = [
  ['$_', /\$\{?(?:_|psitem)\b/i],
  ['$input', /\$\{?input\b/i],
  ['$args', /[$@]\{?args\b/i],
]

const holders =
  /^(?:function_parameter_declaration|param_block|parameter_list|script_block|ERROR|class_method_parameter_list)$/

function parameterNodes(node: SyntaxNode): readonly SyntaxNode[] {
  return parts(node).flatMap((one) =>
    /^(?:script_parameter|class_method_parameter)$/.test(one.type)
      ? [one]
      : holders.test(one.type)
        ? parameterNodes(one)
        : [],
  )
}

function variableOf(node: SyntaxNode): SyntaxNode | undefined {
  return node.children.find(({ type }) => type === 'variable')
}

function lowerParam(lower: Lowering, node: SyntaxNode): Param[] {
  const known = variableName(lower.source(variableOf(node)))
  if (known === undefined) return []
  const target = { kind: 'name', name: nameOf(known) } as const
  const value = defaultOf(lower, node)
  return [{ target: value === undefined ? target : { kind: 'default', target, value } }]
}

function defaultOf(lower: Lowering, node: SyntaxNode): Expr | undefined {
  const given = node.children.find(({ type }) => type === 'script_parameter_default')
  const [value] = given === undefined ? [] : parts(given)
  return value === undefined ? undefined : lower.expression(value)
}

function described(lower: Lowering, node: SyntaxNode): Parameters<typeof describe>[1] {
  const variable = variableOf(node)
  const known = variableName(lower.source(variable))
  if (variable === undefined || known === undefined) return []
  const before = lower.text.slice(node.start, variable.start)
  const aliases = /\bAlias\(([^)]{1,200})\)/i.exec(before)?.[1]?.match(/[\w-]+/g) ?? []
  return [
    {
      name: nameOf(known),
      words: [known, ...aliases.map((one) => one.toLowerCase())],
      isSwitch: /\[switch\]/i.test(before),
      fromPipe: /\bValueFromPipeline\b(?!\s*=\s*\$false)/i.test(before),
    },
  ]
}

/** What a script block, or the body of a function, does; its blocks stand one after the other. */
export function statementsOf(lower: Lowering, node: SyntaxNode): Statement[] {
  return parts(node).flatMap((one) => {
    if (one.type === 'ERROR') return lower.body(one)
    if (one.type === 'named_block')
      return lower.body(parts(one).find(({ type }) => type === 'statement_block'))
    if (one.type === 'statement_list') return lower.body(one)
    return /^(?:script_block|script_block_body|named_block_list)$/.test(one.type)
      ? statementsOf(lower, one)
      : []
  })
}

/** The parameters of a script are variables of it; those that have a value when none is given have it. */
export function lowerScriptParams(lower: Lowering, node: SyntaxNode): Statement[] {
  return parameterNodes(node).flatMap((one): Statement[] => {
    const known = variableName(lower.source(variableOf(one)))
    const value = defaultOf(lower, one)
    if (known === undefined || value === undefined) return []
    return [
      { kind: 'assign', target: { kind: 'name', name: nameOf(known) }, value, declare: false, ...at(one) },
    ]
  })
}

/** A class with what it holds and does (about_Classes). */
export function lowerClass(lower: Lowering, node: SyntaxNode): Statement[] {
  const names = node.children.filter(({ type }) => type === 'simple_name')
  const [own, ...bases] = names
  if (own === undefined) return []
  const called = nameOfType(lower.source(own))
  const body = parts(node).flatMap((one): Statement[] => {
    if (one.type === 'class_method_definition') return [method(lower, one, called)]
    if (one.type !== 'class_property_definition') return []
    const known = variableName(lower.source(variableOf(one)))
    const value = parts(one).at(-1)
    if (known === undefined || value === undefined) return []
    const made = value.type === 'variable' ? constant(one, null) : lower.expression(value)
    return [{ kind: 'assign', target: { kind: 'name', name: known }, value: made, declare: true, ...at(one) }]
  })
  return [
    {
      kind: 'class',
      name: called,
      bases: bases.map((one) => name(one, nameOfType(lower.source(one)))),
      body,
      ...at(node),
    },
  ]
}

function method(lower: Lowering, node: SyntaxNode, type: string): Statement {
  const written = typeName(lower.source(node.children.find((one) => one.type === 'simple_name')))
  const def = definition(lower, node, `[${written}]` === type ? 'constructor' : written)
  return { kind: 'define', def: { ...def, receiver: '$this' }, decorators: [], ...at(node) }
}
