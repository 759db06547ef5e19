import type { SyntaxNode } from '../../syntax/node.js'
import { parts } from '../../syntax/node.js'
import type { Expr } from '../ir.js'
import { combine, constant, name } from '../lower.js'
import type { Carrying, ListedFunction, ListedLoop, Source } from './listing.js'

/** Folders that have a name of their own on every machine, so that two spellings of one path are one. */
const folders: Readonly<Record<string, string>> = {
  home: '~',
  'env:userprofile': '~',
  'env:home': '~',
  'env:temp': '%TEMP%',
  'env:tmp': '%TEMP%',
  'env:appdata': '%APPDATA%',
  'env:localappdata': '%LOCALAPPDATA%',
  'env:programdata': '%PROGRAMDATA%',
  'env:public': '%PUBLIC%',
}

/** Nodes around which a piece of code begins that runs another time. */
export const blocks: ReadonlySet<string> = new Set([
  'script_block_expression',
  'script_block',
  'function_statement',
])

/** How data goes through PowerShell: pipes, variables, members, and everything that is made of several parts. */
export function carriedBy(node: SyntaxNode, { source, expression, call }: Carrying): Expr | undefined {
  switch (node.type) {
    case 'variable':
      return variable(node, source)
    case 'pipeline_chain': {
      const stages = parts(node)
      if (stages.length < 2) return undefined
      return stages.reduce<Expr | undefined>(
        (before, stage) =>
          before === undefined
            ? expression(stage)
            : (call(stage, before) ?? combine(stage, [before, expression(stage)])),
        undefined,
      )
    }
    case 'command':
      return call(node)
    case 'invokation_expression': {
      const [holder] = parts(node)
      const object = holder === undefined || holder.type === 'type_literal' ? undefined : expression(holder)
      return call(node, object)
    }
    case 'member_access':
    case 'element_access': {
      const path = pathIn(source.raw(node))
      if (path !== undefined) return constant(node, path)
      const [holder] = parts(node)
      return holder === undefined || holder.type === 'type_literal'
        ? undefined
        : combine(node, [expression(holder)])
    }
    case 'hash_literal_body':
      return combine(
        node,
        parts(node).map((entry) => combine(entry, parts(entry).slice(1).map(expression))),
      )
    case 'array_literal_expression':
    case 'statement_list': {
      const items = parts(node)
      return items.length < 2
        ? undefined
        : { kind: 'list', items: items.map(expression), start: node.start, end: node.end }
    }
    case 'sub_expression':
    case 'argument_expression_list':
    case 'format_expression':
    case 'cast_expression': {
      const inner = parts(node)
      return inner.length < 2 ? undefined : combine(node, inner.map(expression))
    }
    default:
      return blocks.has(node.type) ? combine(node, []) : undefined
  }
}

/** A function with its parameters, in front of the block or in it (about_Functions). */
export function functionIn(node: SyntaxNode, source: Source): ListedFunction | undefined {
  if (node.type !== 'function_statement') return undefined
  const called = node.children.find(({ type }) => type === 'function_name')
  const body = node.children.find(({ type }) => type === 'script_block')
  if (called === undefined || body === undefined) return undefined
  const params = first(node, 'parameter_list', 4)
    ?.children.filter(({ type }) => type === 'script_parameter')
    .flatMap((one) => one.children.filter(({ type }) => type === 'variable').slice(-1))
    .flatMap((one) => named(source.raw(one)) ?? [])
    .map((one) => `$${one}`)
  return { name: source.raw(called).toLowerCase(), params: params ?? [], body }
}

/** The first of a type, at most so many levels down. */
function first(node: SyntaxNode, type: string, levels: number): SyntaxNode | undefined {
  for (const inner of node.children) {
    const found = inner.type === type ? inner : levels > 0 ? first(inner, type, levels - 1) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

/** `foreach ($one in $many) { … }` and `$many | ForEach-Object { … $_ … }` (about_Foreach, about_Automatic_Variables). */
export function loopIn(node: SyntaxNode, source: Source): ListedLoop | undefined {
  if (node.type === 'pipeline_chain') {
    const [many, ...stages] = parts(node)
    const block = stages.map((stage) => foreachBlock(stage, source)).find((one) => one !== undefined)
    return many === undefined || block === undefined ? undefined : { target: '$_', from: many, body: block }
  }
  if (node.type !== 'foreach_statement') return undefined
  const [variable_, from] = parts(node).filter(({ type }) => type === 'variable' || type === 'pipeline')
  const body = node.children.find(({ type }) => type === 'statement_block')
  const target = variable_ === undefined ? undefined : named(source.raw(variable_))
  return target === undefined || from === undefined || body === undefined
    ? undefined
    : { target: `$${target}`, from, body }
}

function foreachBlock(stage: SyntaxNode, source: Source): SyntaxNode | undefined {
  const written = stage.children.find(({ type }) => type === 'foreach_command') ?? stage
  const isOne = written !== stage || /^(?:%|foreach(?:-object)?)\s/i.test(source.raw(stage).slice(0, 16))
  return isOne ? first(written, 'script_block_expression', 4) : undefined
}

/** `-Name`: what comes next is for the parameter of that name, which may be cut short (about_Parameters). */
export function parameterIn(node: SyntaxNode, source: Source): string | undefined {
  const word =
    node.type === 'command_parameter' ? /^-(\w{1,64}):?$/.exec(source.raw(node).trim())?.[1] : undefined
  return word === undefined ? undefined : `$${word.toLowerCase()}`
}

/** `$name = …`, of one name. */
export function assignedBy(node: SyntaxNode, source: Source): readonly [string, SyntaxNode] | undefined {
  if (node.type !== 'assignment_expression') return undefined
  const [left, right] = [parts(node)[0], parts(node).at(-1)]
  const written = left === undefined ? undefined : named(source.raw(left))
  return written === undefined || right === undefined || right === left ? undefined : [`$${written}`, right]
}

function variable(node: SyntaxNode, source: Source): Expr | undefined {
  const written = named(source.raw(node))
  if (written === undefined) return undefined
  const folder = folders[written]
  if (folder !== undefined) return constant(node, folder)
  return name(node, written.startsWith('env:') ? `env.${written.slice(4).toUpperCase()}` : `$${written}`)
}

/** A path that begins with a folder's variable; unquoted, the grammar takes its extension for a member. */
function pathIn(written: string): string | undefined {
  const [, holder = '', rest = ''] = /^(\$(?:env:)?\w{1,40})(\\[\w.\\-]{1,200})$/i.exec(written) ?? []
  const folder = folders[named(holder) ?? '']
  return folder === undefined ? undefined : folder + rest
}

/** Case means nothing in names, and braces around them neither; a scope before them is left out. */
function named(written: string): string | undefined {
  const plain = /^[$@]\{?((?:\w{1,16}:)?\w{1,80})\}?$/.exec(written.trim())?.[1]?.toLowerCase()
  return plain?.replace(/^(?:global|script|local|private|using):/, '')
}
