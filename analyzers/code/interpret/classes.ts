import type { ClassStatement, FunctionDef } from '../ir.js'
import type { Shape, Value } from '../nouns.js'
import { note } from '../observations.js'
import { unknown } from '../values.js'
import type { Frame, Machine } from './machine.js'
import { serveClass } from './tool-classes.js'

/** A class is its members in a shape, shared by all instances; calling it gives an instance. */
export function classOf(machine: Machine, statement: ClassStatement, frame: Frame): Value {
  const { seen } = frame.unit
  note(seen, seen.defines, statement.start, { at: statement, name: statement.name, type: 'class' })
  const shape: Shape = new Map()
  let base: Value = unknown
  for (const expr of statement.bases) {
    const value = machine.evaluate(expr, frame)
    for (const [name, member] of value.shape ?? []) shape.set(name, member)
    if (base.path === undefined && value.path !== undefined) base = { path: value.path, sure: value.sure }
  }
  const inner: Frame = { ...frame, names: frame.names.inner(), inside: statement.name }
  const instance: Value = { ...base, shape }
  machine.run(statement.body, inner)
  for (const [name, value] of inner.names.all()) {
    const { closure } = value
    shape.set(
      name,
      closure?.def.receiver === undefined ? value : { closure: { ...closure, receiver: instance } },
    )
  }
  for (const value of shape.values()) if (value.closure !== undefined) machine.keep(value.closure)
  serveClass(machine, statement, base, shape, frame)
  const start = starters.map((one) => shape.get(one)?.closure).find(Boolean)
  const def: FunctionDef = start?.def ?? {
    name: statement.name,
    params: [],
    body: [],
    start: statement.start,
    end: statement.end,
  }
  return {
    closure: { def, scope: start?.scope ?? frame.names, unit: frame.unit, receiver: instance, instance },
    shape,
  }
}

/** Methods that a thing begins with, by language. */
const starters = ['__init__', 'constructor', '__construct', 'initialize']
