import type { CallExpr, Expr } from '../ir.js'
import type { CallInput, Value } from '../nouns.js'
import { exactText, pathValue, unknown, withTaint } from '../values.js'
import type { Called, Frame, Machine } from './machine.js'
import { sent } from './objects.js'

/** Works out callee and arguments; spread lists are laid out. */
export function resolve(machine: Machine, expr: CallExpr, frame: Frame): Called {
  const { callee: target } = expr
  let receiver: Value | undefined
  let callee: Value
  let method: string | undefined
  let assembled: true | undefined
  if (target.kind === 'member' || target.kind === 'index') {
    receiver = machine.refer(target.object, frame)
    method = target.kind === 'member' ? target.name : exactText(machine.evaluate(target.index, frame))
    if (target.kind === 'index' && method !== undefined) assembled = isAssembled(method, target.index, frame)
    callee = method === undefined ? unknown : machine.member(receiver, method, target, frame)
  } else if (isLookup(target)) {
    const [object, key] = target.args.map(({ value }) => value)
    if (object === undefined || key === undefined) return { callee: unknown, method, input: noInput }
    receiver = machine.refer(object, frame)
    method = exactText(machine.evaluate(key, frame))
    if (method !== undefined) assembled = isAssembled(method, key, frame)
    callee =
      method === undefined ? machine.refer(target, frame) : machine.member(receiver, method, target, frame)
  } else callee = target.kind === 'const' ? unknown : machine.refer(target, frame)
  const named = new Map<string, Value>()
  const args: Value[] = []
  for (const { name, value: given } of expr.args) {
    const value = machine.evaluate(given, frame)
    if (name === '**') spreadNamed(value, named, args)
    else if (name !== undefined) named.set(name, value)
    else if (given.kind === 'spread' || value.results === true) args.push(...(value.items ?? [value]))
    else args.push(value)
  }
  const input = expr.input === undefined ? undefined : machine.evaluate(expr.input, frame)
  const unnamed = expr.args.filter(({ name }) => name === undefined)
  const places = unnamed.length === args.length ? unnamed.map(({ value }) => value) : undefined
  const found: Called = { callee, method, assembled, input: { args, named, receiver, input, places } }
  const called = arranged(sent(machine, expr, found, frame), frame)
  const isText = frame.unit.semantics.textsCall === true && callee.closure === undefined
  return isText && (isWorkedOut(target) || exactText(callee) !== undefined)
    ? namedBy(called, frame)
    : indirect(called, frame)
}

/** `**options`: by name what is known by name; else all of it may be any argument. */
function spreadNamed(value: Value, named: Map<string, Value>, args: Value[]): void {
  if (value.shape === undefined) args.push(...(value.items ?? [value]))
  else for (const [name, inner] of value.shape) named.set(name, withTaint(inner, value.taint))
}

/** Whether a name that an expression gives stands nowhere in the file. */
export function isAssembled(name: string, from: Expr | undefined, { unit }: Frame): true | undefined {
  if (from === undefined || from.kind === 'const' || name.length < mostPlain) return undefined
  return unit.text.includes(name) ? undefined : true
}

/** Shorter names come about by chance. */
const mostPlain = 4

/** The words of a command line, as what it calls takes them. */
function arranged(called: Called, frame: Frame): Called {
  const { handed } = frame.unit.semantics
  if (handed === undefined) return called
  const { callee, method, input } = called
  const found = handed(
    callee,
    method,
    input,
    (name) => frame.names.get(name) ?? frame.unit.semantics.unbound(name),
  )
  // By now the words stand in other places.
  const given = found.input === input ? input : { ...found.input, places: undefined }
  return { ...called, ...found, input: given, method: found.callee === callee ? method : undefined }
}

const noInput: CallInput = { args: [], named: new Map() }

/** `getattr(object, name)(…)` calls a method of the object, like `object.name(…)`. */
function isLookup(target: Expr): target is CallExpr {
  return (
    target.kind === 'call' &&
    target.callee.kind === 'name' &&
    target.callee.name === 'getattr' &&
    target.args.length >= 2
  )
}

/** `f.call(self, …)`, `f.apply(self, […])` call `f`; a command given as text is named by that text. */
function indirect(called: Called, frame: Frame): Called {
  const { callee, method, input } = called
  const { receiver } = input
  if (frame.unit.semantics.prints && callee.path === undefined && callee.text !== undefined) {
    const command = callee.text.slice(callee.text.lastIndexOf('/') + 1)
    return { ...called, callee: { ...callee, ...pathValue(command, callee.exact === true) } }
  }
  if (
    frame.unit.semantics.family !== 'javascript' ||
    (method !== 'call' && method !== 'apply') ||
    (receiver?.closure ?? receiver?.path) === undefined
  )
    return called
  const [, ...rest] = input.args
  const args = method === 'apply' ? (rest[0]?.items ?? rest) : rest
  return { callee: receiver ?? callee, method: undefined, input: { ...input, args, receiver: undefined } }
}

/** What is called is not named where it is called: it stands in a variable, or is made of something. */
function isWorkedOut(target: Expr): boolean {
  return target.kind === 'name' ? target.name.startsWith('$') : target.kind !== 'member'
}

/** A text that is called names a function, `Class::method`, or with an object before it a method. */
function namedBy(called: Called, frame: Frame): Called {
  const { callee, input } = called
  const [object, member] = callee.items ?? []
  const text = exactText(member === undefined ? callee : (object ?? unknown))
  // Which function it is, is for whoever gives the name to say.
  if (callee.taint !== undefined && text === undefined && callee.items === undefined)
    return {
      callee: frame.unit.semantics.unbound('call_user_func'),
      method: undefined,
      input: { ...input, args: [callee, ...input.args] },
    }
  const [holder = '', own] = (text ?? '').split('::')
  const method = member === undefined ? own : exactText(member)
  const known = frame.names.get(holder) ?? frame.unit.semantics.unbound(holder.replace(/^\\/, ''))
  if (method === undefined)
    return holder === '' || callee.number !== undefined
      ? called
      : { callee: known, method, input: { ...input, receiver: undefined } }
  const target = object?.shape === undefined ? known : object
  const found =
    target.shape?.get(method) ?? pathValue(`${target.path ?? '?'}.${method}`, target.sure === true)
  return { callee: found, method, input }
}
