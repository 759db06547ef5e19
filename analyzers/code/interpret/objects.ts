import type { At, CallExpr } from '../ir.js'
import type { Value } from '../nouns.js'
import { exactText, join, taintOf, unknown } from '../values.js'
import { flows } from './flows.js'
import type { Called, Frame, Machine } from './machine.js'

/** A member of the object around, where it is named without it. */
export function implied(
  machine: Machine,
  expr: At & { readonly name: string },
  frame: Frame,
): Value | undefined {
  const { objects } = frame.unit.semantics
  const self = objects === undefined ? undefined : frame.names.get(objects.self)
  return self?.shape?.has(expr.name) === true ? machine.member(self, expr.name, expr, frame) : undefined
}

/** What a call of no arguments reads where there are no members: a thing that an object holds, or a name. */
export function heldValue(
  { args, callee: target }: CallExpr,
  called: Called,
  frame: Frame,
): Value | undefined {
  const { callee, method, input } = called
  if (frame.unit.semantics.objects === undefined || args.length > 0 || callee.closure !== undefined)
    return undefined
  if (method !== undefined) return input.receiver?.shape?.has(method) === true ? callee : undefined
  return target.kind === 'name' && frame.names.get(target.name) !== undefined ? callee : undefined
}

/** `object.send(:name, …)` calls the method of that name, and a function that is called by `call` is itself meant. */
export function sent(machine: Machine, expr: CallExpr, called: Called, frame: Frame): Called {
  const { objects } = frame.unit.semantics
  const { callee, method, input } = called
  if (objects === undefined || callee.closure !== undefined) return called
  const { receiver } = input
  if (method === 'call' && receiver?.closure !== undefined)
    return { callee: receiver, method: undefined, input: { ...input, receiver: undefined } }
  const sender = method ?? (expr.callee.kind === 'name' ? expr.callee.name : undefined)
  const [first, ...rest] = input.args
  const name = first === undefined ? undefined : exactText(first)
  if (sender === undefined || name === undefined || !objects.senders.has(sender)) return called
  const { start, end } = expr.callee
  const isMember = receiver?.path !== undefined || receiver?.shape?.has(name) === true
  const meant = isMember
    ? machine.member(receiver, name, expr.callee, frame)
    : machine.refer({ kind: 'name', name, start, end }, frame)
  return { callee: meant, method: name, input: { ...input, args: rest } }
}

/** Methods that hand their block what they are called on. */
const handsItself: ReadonlySet<string> = new Set(['then', 'yield_self', 'tap'])

/**
 * Follows the block of a call, which is given the thing that the call makes: an open file, a client, a request. What the
 * block puts into it goes where the call goes.
 */
export function blockOf(
  machine: Machine,
  expr: CallExpr,
  called: Called,
  made: Value,
  texts: readonly string[],
  frame: Frame,
): Value | undefined {
  const { objects } = frame.unit.semantics
  const { callee, method, input } = called
  const closure = objects === undefined ? undefined : input.named.get(objects.block)?.closure
  if (objects === undefined || closure === undefined) return undefined
  const itself = method !== undefined && handsItself.has(method) ? input.receiver : undefined
  const thing: Value = itself ?? { ...made, shape: new Map(made.shape) }
  const others = closure.def.params.slice(1).map(() => ({ taint: made.taint }))
  const given = machine.invoke(closure, { args: [thing, ...others], named: new Map() }, frame)
  const put = taintOf([{ shape: thing.shape }])
  if (put !== undefined && callee.path !== undefined && itself === undefined)
    flows(machine, expr, callee.path, { args: [{ taint: put }], named: new Map() }, texts, frame)
  const makes = callee.path?.endsWith(`.${objects.maker}`) === true
  return makes ? join(made, given) : join(given === unknown ? undefined : given, made)
}
