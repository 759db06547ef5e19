import type { CallExpr } from '../ir.js'
import type { Taint, Value } from '../nouns.js'
import { asText, concatValues, join, listValue, taintOf, unknown, withTaint } from '../values.js'
import { flows } from './flows.js'
import { markPlace } from './handed-back.js'
import { isCopier } from './left-files.js'
import type { Called, Frame, Machine } from './machine.js'

/** `items.map(f)` and `map(f, items)` over known items: a decoder more often than not. */
export function mapped(machine: Machine, { callee, method, input }: Called, frame: Frame): Value | undefined {
  const picked = filtered(machine, { callee, method, input }, frame)
  if (picked !== undefined) return picked
  const isMethod =
    method !== undefined && goesThrough.has(method) && frame.unit.semantics.family === 'javascript'
  const [closure, items] = isMethod
    ? [input.args[0]?.closure, input.receiver?.items]
    : callee.path === 'map'
      ? [input.args[0]?.closure, input.args[1]?.items]
      : []
  if (closure === undefined || items === undefined || items.length > 4096) return undefined
  const found = items.map((item, i) =>
    machine.apply(closure, { args: isMethod ? [item, { number: i }] : [item], named: new Map() }, frame),
  )
  const given = method === 'flatMap' ? found.flatMap((value) => value.items ?? [value]) : found
  return withTaint(listValue(given), taintOf([...found, ...(isMethod ? [input.receiver ?? unknown] : [])]))
}

/** Methods of a list that hand each item to a function. */
const goesThrough: ReadonlySet<string> = new Set(['map', 'flatMap', 'forEach'])

/** `items.filter(f)` and `filter(f, items)`: any of the items may be left. */
function filtered(machine: Machine, { callee, method, input }: Called, frame: Frame): Value | undefined {
  const { receiver, args } = input
  if (callee.path === 'filter' && frame.unit.semantics.family === 'python')
    return args[1]?.items === undefined ? undefined : args[1]
  const items = receiver?.items
  if (method !== 'filter' || items === undefined || frame.unit.semantics.family !== 'javascript')
    return undefined
  const closure = args[0]?.closure
  if (closure !== undefined)
    for (const item of items.slice(0, mostTried))
      machine.apply(closure, { args: [item], named: new Map() }, frame)
  return receiver
}

/** A list with more at its end; what it held before may not be known, and then its end is enough. */
function withItems(list: Value, more: readonly Value[]): Value {
  const { items } = list
  if (items === undefined) return isPlain(list) ? { ...list, items: [{ taint: list.taint }, ...more] } : list
  if (items.length >= mostAfterUnknown && items[0] !== undefined && isPlain(items[0])) return list
  return { ...list, items: [...items, ...more].slice(0, 4096) }
}

const mostAfterUnknown = 64

function isPlain(value: Value): boolean {
  const { path, shape, closure, items } = value
  const isKnown = path !== undefined || shape !== undefined || closure !== undefined || items !== undefined
  return !isKnown && asText(value) === undefined
}

/** Items of a list on which a test is followed. */
const mostTried = 16

/** Name of what a promise hands its maker: what is given to it is what the promise holds. */
export const settle: string = 'Promise.settle'

const passesReceiver: ReadonlySet<string> = new Set([
  'then',
  'map',
  'forEach',
  'filter',
  'flatMap',
  'finally',
  'catch',
])

/** Functions among the arguments are called with what the call makes; gives what they return. */
export function callbacks(
  machine: Machine,
  expr: CallExpr,
  called: Called,
  taint: readonly Taint[] | undefined,
  frame: Frame,
): Value | undefined {
  const { method, input } = called
  const isThen = method !== undefined && passesReceiver.has(method)
  const given = isThen ? withTaint(input.receiver ?? unknown, taint) : withTaint(unknown, taint)
  const promise: Value | undefined =
    called.callee.path === 'Promise' ? { path: settle, shape: new Map() } : undefined
  let result: Value | undefined
  const { objects } = frame.unit.semantics
  const named = [...input.named].flatMap(([name, value]) => (name === objects?.block ? [] : [value]))
  for (const value of [...input.args, ...named]) {
    if (value.closure !== undefined) {
      const args = promise === undefined ? value.closure.def.params.map(() => given) : [promise]
      const inner = taint === undefined && !isThen && promise === undefined ? { args: [] } : { args }
      result = join(result, machine.invoke(value.closure, { ...inner, named: new Map() }, frame))
    } else if (isThen && value.path !== undefined && value.made !== true) {
      flows(machine, expr, value.path, { args: [given], named: new Map() }, [], frame)
    }
  }
  return isThen ? result : promise?.shape?.get('value')
}

const mutators: ReadonlySet<string> = new Set([
  'append',
  'push',
  'add',
  'extend',
  'update',
  'insert',
  'unshift',
  'set',
  'write',
  'put',
  'appendChild',
  '<<',
  'concat',
])

/** Names of methods that put something in, in the two ways that names are written: `add_attachment`, `addField`. */
const puts = /^(?:add|attach|append|set|put|push|write|insert)(?:_[a-z]|[A-Z])/

/** Those after which the receiver has more at its end. */
const growing: ReadonlySet<string> = new Set(['append', 'push', '<<'])

/** A file is marked by whatever names it, when nothing is known of its path. */
export function copied(
  expr: CallExpr,
  name: string | undefined,
  marks: readonly Taint[] | undefined,
  frame: Frame,
): void {
  const target = name !== undefined && isCopier(name) ? expr.args[1]?.value : undefined
  if (marks === undefined || target?.kind !== 'name') return
  frame.names.set(target.name, withTaint(frame.names.get(target.name) ?? unknown, marks), false)
}

/** A method that puts its arguments into the receiver marks the name the receiver is known by. */
export function mutate(machine: Machine, expr: CallExpr, { method, input }: Called, frame: Frame): void {
  const target = expr.callee.kind === 'member' ? expr.callee.object : undefined
  if (method === undefined || target === undefined) return
  if (!mutators.has(method) && !puts.test(method)) return
  const { receiver = unknown, args } = input
  const grown = growing.has(method)
    ? receiver.text === undefined
      ? withItems(receiver, args)
      : concatValues([receiver, ...args])
    : receiver
  const value = withTaint(grown, taintOf(args))
  if (value === receiver) return
  if (target.kind === 'name') {
    frame.names.set(target.name, value, false)
    frame.grown.add(target.name)
    return
  }
  const shape = target.kind === 'member' ? machine.refer(target.object, frame).shape : undefined
  if (target.kind === 'member' && shape !== undefined) shape.set(target.name, value)
  else markPlace(machine, target, taintOf(args), frame)
}
