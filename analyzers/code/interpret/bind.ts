import type { Expr, Pattern } from '../ir.js'
import type { Value } from '../nouns.js'
import { exactText, join, ofParts, taintOf, unknown, withTaint } from '../values.js'
import { elementOf } from './items.js'
import { argvName } from './machine.js'
import { flows } from './flows.js'
import type { Frame, Machine } from './machine.js'

/** Gives the parts of a value to the names of a pattern. */
export function bind(machine: Machine, target: Pattern, value: Value, frame: Frame, declare: boolean): void {
  switch (target.kind) {
    case 'name':
      frame.names.set(target.name, value, declare)
      return
    case 'rest':
      bind(machine, target.target, value, frame, declare)
      return
    case 'default': {
      const fallback = machine.evaluate(target.value, frame)
      bind(machine, target.target, otherwise(value, fallback), frame, declare)
      return
    }
    case 'list':
      target.items.forEach((item, i) => {
        bind(machine, item, item.kind === 'rest' ? restOf(value, i) : itemAt(value, i), frame, declare)
      })
      return
    case 'results':
      target.items.forEach((item, i) => {
        const isOutcome = target.outcome === true && i === target.items.length - 1
        bind(machine, item, resultAt(value, i, isOutcome), frame, declare)
      })
      return
    case 'fields':
      for (const { key, target: inner } of target.entries)
        bind(machine, inner, key === '...' ? value : field(machine, value, key, frame), frame, declare)
      return
    case 'place':
      store(machine, target.place, value, frame)
  }
}

/** What is given, and what of the default it leaves open; a text that is given is not the default. */
function otherwise(value: Value, fallback: Value): Value {
  if (value === unknown) return fallback
  const both = join(value, fallback)
  return value.text === undefined ? both : { ...both, also: value.also }
}

function field(machine: Machine, value: Value, key: string, frame: Frame): Value {
  if (value.path !== undefined || value.shape !== undefined)
    return machine.member(value, key, { start: frame.unit.text.length, end: frame.unit.text.length }, frame)
  return withTaint(unknown, ofParts(value.taint))
}

function itemAt(value: Value, i: number): Value {
  const item = value.items?.[i]
  return item === undefined ? elementOf({ ...value, items: undefined }) : withTaint(item, value.taint)
}

/** One of the results of a call; of one that was not followed the first is what it made. */
function resultAt(value: Value, i: number, isOutcome: boolean): Value {
  if (value.results === true) return value.items?.[i] ?? unknown
  if (isOutcome) return unknown
  return i === 0 ? value : elementOf({ ...value, items: undefined })
}

function restOf(value: Value, from: number): Value {
  return value.items === undefined ? elementOf(value) : { ...value, items: value.items.slice(from) }
}

/** `object.name = value`, `object[key] = value`: kept in the object's shape where it has one, else as a mark on it. */
function store(
  machine: Machine,
  place: Extract<Pattern, { kind: 'place' }>['place'],
  value: Value,
  frame: Frame,
): void {
  if (place.kind === 'call' && place.callee.kind === 'name' && place.callee.name === '<indirect>') {
    const named = exactText(
      place.args[0] === undefined ? unknown : machine.evaluate(place.args[0].value, frame),
    )
    if (named !== undefined) frame.names.set(`$${named}`, value, true)
    return
  }
  if (place.kind !== 'member' && place.kind !== 'index') {
    machine.evaluate(place, frame)
    return
  }
  const object = machine.refer(place.object, frame)
  if (place.kind === 'member' && object.path !== undefined) flowsInto(machine, place, object, value, frame)
  const key = place.kind === 'member' ? place.name : exactText(machine.evaluate(place.index, frame))
  if (object.shape !== undefined && key !== undefined) {
    if (object.shape.size < 512) object.shape.set(key, join(value, object.shape.get(key)))
  } else if (place.object.kind === 'name') {
    const marked = withTaint(object, taintOf([value]))
    // In PHP a variable that nobody set becomes an array by this.
    const isNew = frame.unit.semantics.family === 'php' && frame.names.get(place.object.name) === undefined
    const isOther = object.path !== undefined && (!isNew || object.sure === true)
    const shaped =
      key === undefined || isOther
        ? marked
        : { taint: marked.taint, ...(isNew ? {} : marked), shape: new Map([[key, value]]) }
    frame.names.set(place.object.name, shaped, false)
    frame.grown.add(place.object.name)
  }
}

/** What is put into a member of something that stands outside arrives there as if it were given in a call. */
function flowsInto(
  machine: Machine,
  place: Extract<Expr, { kind: 'member' }>,
  object: Value,
  value: Value,
  frame: Frame,
): void {
  const name = frame.unit.semantics.canonical(`${object.path ?? ''}.${place.name}`)
  // For whoever starts a program inside of this one (Python library reference, runpy).
  if (name === 'sys.argv') frame.names.set(argvName, value, false)
  flows(machine, place, name, { args: [value], named: new Map(), receiver: object }, [], frame)
}
