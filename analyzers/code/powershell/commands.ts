import type { SyntaxNode } from '../../syntax/node.js'
import { child, parts } from '../../syntax/node.js'
import type { Argument, Expr } from '../ir.js'
import { combine, constant, name, writtenText } from '../lower.js'
import { assigned } from './assignments.js'
import { importOf } from './imports.js'
import type { Lowering } from './lowering.js'
import { at, core, operation, output } from './lowering.js'
import { argumentNodes } from './arguments.js'
import { commandName, nameOf, variableName } from './names.js'
import { lowerWord, pathWord } from './texts.js'

/** A command with its words and what is piped into it (about_Command_Syntax). */
export function lowerCommand(lower: Lowering, node: SyntaxNode, input: Expr | undefined): Expr {
  const counted = rangeIn(node, lower.source(node))
  if (counted !== undefined && input === undefined) return counted
  const called = calledName(lower, node)
  const isWorked = called === undefined && child(node, 'command_name')?.type === 'command_name_expr'
  const meant = isWorked ? worked(lower, node) : undefined
  const elements = elementsOf(node)
  const given = elements.flatMap((one, i) => {
    if (calledBy(elements[i - 1], one)) return []
    const list = elements[i + 1]
    return list !== undefined && calledBy(one, list)
      ? [{ value: lower.expression(invocation(core(one), list)) }]
      : lowerWordOf(lower, one, called)
  })
  const brought = importOf(lower, node, called, meant, given)
  if (brought !== undefined) return output(node, brought)
  const callee = name(node, called ?? '&')
  const args = meant === undefined ? given : [{ value: meant }, ...given]
  const call: Expr = { kind: 'call', callee, args, ...(input === undefined ? {} : { input }), ...at(node) }
  return redirects(lower, node).reduce(
    (value, file): Expr => ({
      kind: 'call',
      callee: name(file, 'out-file'),
      args: [{ value: lower.expression(file) }],
      input: value,
      ...at(node),
    }),
    withEffect(node, called, args, call),
  )
}

/** `1..9` where a command may stand; the grammar takes it for one. */
function rangeIn(node: SyntaxNode, written: string): Expr | undefined {
  const [, from, to] = /^(-?\d{1,9})\.\.(-?\d{1,9})$/.exec(written.trim().slice(0, 32)) ?? []
  if (from === undefined) return undefined
  return operation(node, '<range>', [constant(node, Number(from)), constant(node, Number(to))])
}

/** Name of what is called, where it is written out; undefined where it is worked out when it runs. */
export function calledName(lower: Lowering, node: SyntaxNode): string | undefined {
  const written = child(node, 'command_name')
  if (written === undefined) {
    const first = parts(node).find(({ type }) => type !== 'command_invokation_operator')
    return first?.type === 'foreach_command' ? 'foreach-object' : undefined
  }
  if (written.type === 'command_name') return resolved(lower, lower.source(written))
  const [inner] = parts(written)
  return inner?.type === 'command_name' ? resolved(lower, lower.source(inner)) : undefined
}

function resolved(lower: Lowering, written: string): string {
  const plain = written.replaceAll('`', '').toLowerCase()
  return lower.own.has(plain) ? plain : commandName(written)
}

function worked(lower: Lowering, node: SyntaxNode): Expr {
  const written = child(node, 'command_name')
  const [inner] = written === undefined ? [] : parts(written)
  return inner === undefined ? combine(node, []) : lower.expression(inner)
}

/** Nodes of the words after the name. */
export function elementsOf(node: SyntaxNode): readonly SyntaxNode[] {
  const holder = parts(node).find(({ type }) => type === 'foreach_command') ?? node
  return holder.children
    .flatMap((one) =>
      one.type === 'command_elements' ? parts(one) : one.field === 'command_elements' ? [one] : [],
    )
    .filter(({ type }) => type !== 'command_argument_sep' && type !== 'redirection')
}

/** `(…).Method("…")` as a word of a command, which the grammar reads as two: the list stands at the end of the name. */
function calledBy(word: SyntaxNode | undefined, list: SyntaxNode): boolean {
  return (
    word !== undefined &&
    core(word).type === 'member_access' &&
    list.type === 'argument_list' &&
    word.end === list.start
  )
}

function invocation(member: SyntaxNode, list: SyntaxNode): SyntaxNode {
  return { ...member, type: 'invokation_expression', children: [...member.children, list], end: list.end }
}

function lowerWordOf(lower: Lowering, node: SyntaxNode, called: string | undefined): Argument[] {
  const inner = core(node)
  const raw = lower.source(inner)
  if (inner.type === 'generic_token' && /^\d?>/.test(raw)) return []
  // What stands behind a comma is one thing more.
  if (inner.type === 'generic_token' && raw.startsWith(','))
    return [{ value: lowerWord(lower, inner, raw.slice(1)) }]
  const path = inner.type === 'ERROR' ? pathWord(raw) : undefined
  if (path !== undefined) return [{ value: lowerWord(lower, inner, path) }]
  // A switch of a function of the text may be given a value by this sign.
  if (inner.type === 'command_parameter' && lower.text[inner.end] === ':' && lower.own.has(called ?? ''))
    return [{ value: constant(inner, `${raw.trim()}:`) }]
  if (inner.type === 'stop_parsing')
    return raw
      .slice(3)
      .trim()
      .split(/\s+/)
      .map((word) => ({ value: constant(inner, word) }))
  if (inner.type === 'argument_list')
    return argumentNodes(inner).map((one) => ({ value: lower.expression(one) }))
  if (inner.type === 'variable' && raw.startsWith('@')) {
    const value = operation(inner, '<splat>', [name(inner, nameOf(variableName(raw) ?? ''))])
    return [{ value: { kind: 'spread', value, ...at(inner) } }]
  }
  return [{ value: lower.expression(node) }]
}

/** Files that what a command puts out goes to. */
function redirects(lower: Lowering, node: SyntaxNode): readonly SyntaxNode[] {
  const list = node.children.find(({ type }) => type === 'command_elements')
  return (list === undefined ? [] : parts(list))
    .filter(({ type }) => type === 'redirection')
    .flatMap((one) => parts(one).filter(({ type }) => type === 'redirected_file_name'))
    .flatMap((one) => parts(one).filter(({ type }) => type !== 'command_argument_sep'))
    .filter((one) => !/^\$null$/i.test(lower.source(one)))
}

/** Commands that give a name a value, and those that run a block with what they are given for it. */
function withEffect(
  node: SyntaxNode,
  called: string | undefined,
  args: readonly Argument[],
  call: Expr,
): Expr {
  const given = (word: string, place: number): Expr | undefined => argumentOf(args, word, place)
  if (called === 'set-alias' || called === 'new-alias') {
    const [alias, meant] = [textOf(given('name', 0)), given('value', 1)]
    if (alias === undefined || meant === undefined) return call
    const target = { kind: 'name', name: alias.toLowerCase() } as const
    return combine(node, [call, assigned(node, target, operation(node, '<command>', [meant]))])
  }
  if (called === 'set-variable' || called === 'new-variable') {
    const [variable, value] = [textOf(given('name', 0)), given('value', 1)]
    const known = variable === undefined ? undefined : variableName(`$${variable}`)
    if (known === undefined || value === undefined) return call
    return combine(node, [call, assigned(node, { kind: 'name', name: nameOf(known) }, value)])
  }
  if (called === undefined || !runners.has(called)) return call
  const block = given('scriptblock', 0)
  const handed = given('argumentlist', 99) ?? given('args', 99)
  if (block === undefined || handed === undefined || block.kind === 'const') return call
  const run: Expr = {
    kind: 'call',
    callee: name(node, '&'),
    args: [{ value: block }, { value: { kind: 'spread', value: handed, ...at(node) } }],
    implicit: true,
    ...at(node),
  }
  return combine(node, [call, run])
}

const runners: ReadonlySet<string> = new Set(['invoke-command', 'start-job', 'start-threadjob'])

function textOf(value: Expr | undefined): string | undefined {
  return value === undefined ? undefined : writtenText(value)
}

/** What is given for a parameter, by a word that may be cut short or by its place. */
function argumentOf(args: readonly Argument[], word: string, place: number): Expr | undefined {
  let at = 0
  for (let i = 0; i < args.length; i++) {
    const value = args[i]?.value
    const said =
      value?.kind === 'const' ? /^-(\w+)$/.exec(String(value.value))?.[1]?.toLowerCase() : undefined
    if (said === undefined) {
      if (at++ === place) return value
    } else if (word.startsWith(said)) return args[i + 1]?.value
    else if (valued.test(said)) i++
  }
  return undefined
}

/** Parameters after which a value stands. */
const valued =
  /^(?:name|value|scope|option|description|scriptblock|argumentlist|args|computername|erroraction|ea|credential)$/
