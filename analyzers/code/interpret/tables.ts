import type { At, Expr } from '../ir.js'
import type { Shape, Value } from '../nouns.js'
import { note } from '../observations.js'
import { toolOfShape } from '../tools.js'
import {
  asText,
  exactText,
  join,
  listValue,
  ofParts,
  taintOf,
  textValue,
  unknown,
  withTaint,
} from '../values.js'
import type { Called, Frame, Machine } from './machine.js'

/** What stands in a list, a table or a text at a place or under a key. */
export function indexed(machine: Machine, object: Value, index: Value, at: At, frame: Frame): Value {
  const key = exactText(index)
  if (object.items !== undefined && index.number !== undefined)
    return withTaint(object.items.at(index.number) ?? unknown, object.taint)
  const whole = exactText(object)
  if (whole !== undefined && index.number !== undefined)
    return withTaint(textValue(whole.at(index.number) ?? ''), object.taint)
  if (key !== undefined) return machine.member(object, key, at, frame)
  const marks = taintOf([object])
  const any = anyMember(object)
  if (any !== undefined) return withTaint(any, marks)
  // With a key that came out of the whole, one after the other is read.
  return withTaint(
    unknown,
    index.taint?.some(({ itself }) => itself === true) === true ? marks : ofParts(marks),
  )
}

/** With a key that is not known a small table of texts, or of lists, gives any of them. */
function anyMember({ shape, path, closure, items }: Value): Value | undefined {
  if (shape === undefined || path !== undefined || closure !== undefined || items !== undefined)
    return undefined
  if (shape.size === 0 || shape.size > mostMembers) return undefined
  const all = [...shape.values()]
  if (all.every((value) => value.text !== undefined)) return { ...all.reduce(join), exact: false }
  return all.every((value) => value.items !== undefined) ? all.reduce(join) : undefined
}

const mostMembers = 16

/** `table.get(key, otherwise)` of a dictionary (Python library reference, dict); undefined for anything else. */
export function memberOr({ method, input }: Called, frame: Frame): Value | undefined {
  const { receiver } = input
  if (method !== 'get' || frame.unit.semantics.family !== 'python' || receiver?.shape === undefined)
    return undefined
  if (receiver.path !== undefined || receiver.closure !== undefined) return undefined
  const [key = unknown, otherwise] = input.args
  const name = exactText(key)
  // What is put in later, out of sight, is not in the shape.
  if (name !== undefined) return receiver.shape.get(name)
  const any = anyMember(receiver)
  return any === undefined ? undefined : join(any, otherwise)
}

/** A list of values, those that are spread laid out. */
export function list(values: readonly Value[], items: readonly Expr[]): Value {
  const flat = values.flatMap((value, i) =>
    items[i]?.kind === 'spread' ? (value.items ?? [value]) : [value],
  )
  return withTaint(listValue(flat), taintOf(flat))
}

/** An object, a dictionary: its members by name. */
export function mapping(machine: Machine, expr: Extract<Expr, { kind: 'map' }>, frame: Frame): Value {
  const shape: Shape = new Map()
  const values: Value[] = []
  for (const entry of expr.entries) {
    const value = machine.evaluate(entry.value, frame)
    const key = asText(machine.evaluate(entry.key, frame))
    values.push(value)
    if (key === '**') for (const [name, inner] of value.shape ?? []) shape.set(name, inner)
    else if (key !== undefined && shape.size < 512) shape.set(key, value)
  }
  const tool = toolOfShape(shape)
  if (tool !== undefined) {
    machine.reach.list(tool)
    note(frame.unit.seen, frame.unit.seen.tools, `${tool.name}@${expr.start}`, { at: expr, ...tool })
  }
  return withTaint({ shape }, taintOf(values))
}
