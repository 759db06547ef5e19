import type { Expr, FunctionDef, TypeStatement } from '../ir.js'
import type { Shape, Value } from '../nouns.js'
import { note } from '../observations.js'
import { join, taintOf, unknown, withTaint } from '../values.js'
import { flows } from './flows.js'
import type { Frame, Machine } from './machine.js'

/**
 * What is known of a type under its name. Like a class it is its members in a shape that all things of it share; to call
 * it is to convert, which changes nothing.
 */
export function knownType(statement: TypeStatement, frame: Frame): Value {
  const known = frame.names.get(statement.name)
  if (known?.shape !== undefined && known.closure !== undefined) return known
  const type: Value = {
    closure: { def: conversion(statement), scope: frame.names, unit: frame.unit },
    shape: new Map<string, Value>(),
  }
  frame.names.set(statement.name, type)
  return type
}

const given = 'value'

function conversion({ name, start, end }: TypeStatement): FunctionDef {
  const value: Expr = { kind: 'name', name: given, start, end }
  const params = [{ target: { kind: 'name', name: given } as const }]
  return { name, params, body: [{ kind: 'return', value, start, end }], start, end }
}

/** Adds to a type what a statement says of it. */
export function typeOf(machine: Machine, statement: TypeStatement, frame: Frame): void {
  const { name, bases, fields, methods } = statement
  const { seen } = frame.unit
  let type = knownType(statement, frame)
  const shape: Shape = type.shape ?? new Map<string, Value>()
  if (methods.length === 0) note(seen, seen.defines, statement.start, { at: statement, name, type: 'class' })
  for (const base of bases) {
    const value = machine.refer(base, frame)
    for (const [key, member] of value.shape ?? []) if (!shape.has(key)) shape.set(key, member)
    if (value.closure !== undefined || value.path === undefined || type.path !== undefined) continue
    type = { ...type, path: value.path, sure: value.sure }
    frame.names.set(name, type)
  }
  for (const { key, value } of fields) if (!shape.has(key)) shape.set(key, machine.evaluate(value, frame))
  for (const def of methods) {
    note(seen, seen.defines, def.start, { at: def, name: def.name, type: 'function' })
    const closure = { def, scope: frame.names, unit: frame.unit, receiver: thingOf(type) }
    machine.reach.link(frame.def, def, false)
    shape.set(def.name, { closure })
    machine.keep(closure)
  }
}

/** Any thing of a type of the code. */
function thingOf({ path, sure, shape }: Value): Value {
  return path === undefined ? { shape } : { path, sure, made: true, shape }
}

/** A thing of a type: one of the code shares its members with all others, one from outside has those it is given. */
export function made(machine: Machine, expr: Extract<Expr, { kind: 'made' }>, frame: Frame): Value {
  const type = machine.refer(expr.type, frame)
  const fields = expr.fields.map(({ key, value }) => [key, machine.evaluate(value, frame)] as const)
  if (type.closure !== undefined && type.shape !== undefined) {
    for (const [key, value] of fields) type.shape.set(key, join(value, type.shape.get(key)))
    return thingOf(type)
  }
  const thing: Value = { path: type.path, sure: type.sure, made: true, shape: new Map(fields) }
  if (type.path === undefined) return withTaint(unknown, taintOf([thing]))
  // To name a field is to set it.
  for (const [key, value] of fields) {
    const name = frame.unit.semantics.canonical(`${type.path}.${key}`)
    flows(machine, expr, name, { args: [value], named: new Map(), receiver: thing }, [], frame)
  }
  return thing
}
