import type { CallExpr, Expr } from '../ir.js'
import type { CallInput, Value } from '../nouns.js'
import { exactText, pathValue, unknown } from '../values.js'
import type { Frame, Machine } from './machine.js'

/** What a call calls, and with what. */
export interface Called {
  readonly callee: Value
  readonly method: string | undefined
  readonly input: CallInput
}

/** Works out callee and arguments; spread lists are laid out. */
export function resolve(machine: Machine, expr: CallExpr, frame: Frame): Called {
  const { callee: target } = expr
  let receiver: Value | undefined
  let callee: Value
  let method: string | undefined
  if (target.kind === 'member' || target.kind === 'index') {
    receiver = machine.refer(target.object, frame)
    method = target.kind === 'member' ? target.name : exactText(machine.evaluate(target.index, frame))
    callee = method === undefined ? unknown : machine.member(receiver, method, target, frame)
  } else if (isLookup(target)) {
    const [object, key] = target.args.map(({ value }) => value)
    if (object === undefined || key === undefined) return { callee: unknown, method, input: noInput }
    receiver = machine.refer(object, frame)
    method = exactText(machine.evaluate(key, frame))
    callee =
      method === undefined ? machine.refer(target, frame) : machine.member(receiver, method, target, frame)
  } else callee = target.kind === 'const' ? unknown : machine.refer(target, frame)
  const named = new Map<string, Value>()
  const args: Value[] = []
  for (const { name, value: given } of expr.args) {
    const value = machine.evaluate(given, frame)
    if (name !== undefined) named.set(name, value)
    else if (given.kind === 'spread' || value.results === true) args.push(...(value.items ?? [value]))
    else args.push(value)
  }
  const input = expr.input === undefined ? undefined : machine.evaluate(expr.input, frame)
  return indirect({ callee, method, input: { args, named, receiver, input } }, frame)
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
