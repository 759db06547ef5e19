import type { CallExpr, Expr, FunctionDef, Pattern, Statement } from '../ir.js'
import type { Closure, Value } from '../nouns.js'
import { note } from '../observations.js'
import { asText, joinReturned, stepped, unknown, withTaint } from '../values.js'
import { schemaTexts } from '../schema-texts.js'
import { registerType } from '../tools.js'
import { loaded } from './call.js'
import { eitherYielded, elementOf, itemsOf } from './items.js'
import type { Frame, Machine } from './machine.js'
import { markInputs, takesHandler } from './tool-inputs.js'
import { where } from './machine.js'
import { classOf } from './classes.js'
import { narrow } from './narrow.js'
import { printedAfter } from './printed.js'
import { knownType, typeOf } from './types.js'

/** Runs statements once, in order; every branch is taken, loops turn twice. */
export function run(machine: Machine, body: readonly Statement[], frame: Frame): void {
  know(machine, body, frame)
  runKnown(machine, body, frame)
}

/** Functions and types are known before they stand. */
export function know(machine: Machine, body: readonly Statement[], frame: Frame): void {
  for (const statement of body)
    if (statement.kind === 'define')
      frame.names.set(statement.def.name, define(machine, statement.def, frame))
    else if (statement.kind === 'type') knownType(statement, frame)
}

/** Runs statements whose functions are known by name already. */
export function runKnown(machine: Machine, body: readonly Statement[], frame: Frame): void {
  for (const statement of body) execute(machine, statement, frame)
}

function execute(machine: Machine, statement: Statement, frame: Frame): void {
  machine.tick()
  switch (statement.kind) {
    case 'import':
      bring(machine, statement, frame)
      return
    case 'assign': {
      const call = dropped(statement.value)
      if (call !== undefined && isNeverRead(statement.target, frame)) machine.unused.add(call)
      const value = machine.evaluate(statement.value, frame)
      machine.bind(statement.target, onward(value, statement, frame), frame, statement.declare)
      return
    }
    case 'eval': {
      const call = dropped(statement.value)
      if (call !== undefined && followsValues(frame)) machine.unused.add(call)
      const value = machine.evaluate(statement.value, frame)
      if (frame.unit.semantics.prints)
        frame.printed = frame.printed === undefined ? value : printedAfter(frame.printed, value)
      return
    }
    case 'return': {
      const value = statement.value === undefined ? unknown : machine.evaluate(statement.value, frame)
      frame.result = joinReturned(frame.result, onward(value, statement, frame))
      return
    }
    case 'branch':
      // What follows is not certain either: a branch may have returned.
      frame.unsure++
      branch(machine, statement.bodies, frame)
      return
    case 'narrow':
      narrow(machine, statement, frame)
      return
    case 'loop':
      loop(machine, statement, frame)
      return
    case 'define':
      defined(machine, statement, frame)
      return
    case 'class':
      frame.names.set(statement.name, classOf(machine, statement, frame))
      return
    case 'type':
      typeOf(machine, statement, frame)
      return
    case 'export':
      exported(machine, statement, frame)
      return
    case 'outer':
      for (const name of statement.names) frame.names.outer(name)
  }
}

/** Any of the bodies is run; where what is handed out is what a function gives, any of them hands it out. */
function branch(machine: Machine, bodies: readonly (readonly Statement[])[], frame: Frame): void {
  if (frame.unit.semantics.gathers !== true) {
    frame.names.alternatives(bodies.map((body) => () => machine.run(body, frame)))
    return
  }
  const before = frame.yielded
  const ends: (readonly Value[] | undefined)[] = []
  frame.names.alternatives(
    bodies.map((body) => () => {
      frame.yielded = undefined
      machine.run(body, frame)
      ends.push(frame.yielded)
    }),
  )
  frame.yielded = eitherYielded(before, ends)
}

/** In a shell what a command gives is what it prints, and of languages that are only listed no value is followed. */
function followsValues({ unit }: Frame): boolean {
  return followed.has(unit.semantics.family)
}

const followed: ReadonlySet<string> = new Set(['python', 'javascript', 'go', 'php', 'ruby'])

/** The call whose value a statement leaves lying: waiting for it, or for it to fail, is no use of it. */
function dropped(expr: Expr): CallExpr | undefined {
  if (expr.kind === 'combine')
    return expr.parts.length === 1 && expr.parts[0] ? dropped(expr.parts[0]) : undefined
  if (expr.kind !== 'call') return undefined
  const { callee, args } = expr
  if (callee.kind !== 'member' || !/^(?:then|catch|finally)$/.test(callee.name)) return expr
  const takes = callee.name === 'then' && args.some(({ value }) => takesValue(value))
  return takes ? undefined : dropped(callee.object)
}

function takesValue(expr: Expr): boolean {
  return expr.kind !== 'function' || expr.def.params.length > 0
}

/** A name that stands nowhere else in its function. */
function isNeverRead(target: Pattern, { unit, def }: Frame): boolean {
  if (target.kind !== 'name' || def === undefined) return false
  if (target.name === '_') return true
  const body = unit.text.slice(def.start, def.end)
  const first = body.indexOf(target.name)
  return first !== -1 && body.indexOf(target.name, first + 1) === -1
}

/** The value with this place added to the way of its marks. */
function onward(value: Value, at: Statement, frame: Frame): Value {
  const taint = stepped(value.taint, where(frame.unit, at))
  return taint === value.taint ? value : { ...value, taint }
}

function bring(machine: Machine, statement: Extract<Statement, { kind: 'import' }>, frame: Frame): void {
  const { module, bindings } = statement
  const { seen, semantics } = frame.unit
  note(seen, seen.imports, `${module}@${statement.start}`, { at: statement, name: module })
  const whole = loaded(machine, module, frame)
  for (const { name, as } of bindings) {
    if (as === '*') {
      for (const [inner, value] of whole.shape ?? []) frame.names.set(inner, value)
      // What a module of Ruby defines is known by its own name, wherever that stands.
      if (whole.path !== undefined && name !== '.') frame.names.stars.push(whole.path)
    } else if (name === '*') frame.names.set(as, whole)
    else if (name === '.') frame.names.set(as, as === module ? whole : loaded(machine, as, frame))
    else if (name === 'default') frame.names.set(as, whole.shape?.get('default') ?? whole)
    else
      frame.names.set(
        as,
        submodule(machine, module, name, frame) ?? machine.member(whole, name, statement, frame),
      )
    if (whole.path !== undefined && name !== '.' && name !== '*' && name !== 'default') {
      const full = semantics.canonical(`${whole.path}.${name}`)
      note(seen, seen.imports, `${full}@${statement.start}`, { at: statement, name: full })
    }
  }
}

/** `from package import module` names a file where there is one. */
function submodule(machine: Machine, module: string, name: string, frame: Frame): Value | undefined {
  if (frame.unit.semantics.family !== 'python') return undefined
  const shape = machine.module(module.endsWith('.') ? module + name : `${module}.${name}`, frame.unit)
  return shape === undefined ? undefined : { shape }
}

const manyTurns = 4096
const fewTurns = 8

function loop(machine: Machine, statement: Extract<Statement, { kind: 'loop' }>, frame: Frame): void {
  const from = statement.from === undefined ? undefined : machine.evaluate(statement.from, frame)
  const turns = turnsOf(from, statement.body.length, frame)
  const { target } = statement
  const count = statement.count === undefined ? undefined : machine.evaluate(statement.count, frame).number
  const { turns: before, around } = frame
  if (count !== undefined && count > 1) frame.turns = before * count
  frame.loops++
  frame.around = turns.length
  frame.unsure++
  const turn = (item: Value): void => {
    if (target !== undefined) machine.bind(target, item, frame, true)
    machine.run(statement.body, frame)
  }
  if (turns.every((item) => item !== unknown) && turns.length > 0) for (const item of turns) turn(item)
  else frame.names.alternatives([() => turns.forEach(turn)])
  frame.loops--
  frame.around = around
  frame.turns = before
}

/** Known items one by one where that is cheap (a decoding loop, a short list of hosts); else any item, twice. */
function turnsOf(from: Value | undefined, statements: number, { loops, around }: Frame): readonly Value[] {
  const items = from === undefined ? undefined : itemsOf(from)
  const isShort = statements <= 3
  const inner = loops === 1 && around <= fewTurns && isShort ? fewTurns : 0
  const most = loops > 0 ? inner : isShort ? manyTurns : fewTurns
  if (items !== undefined && items.length > 0 && items.length <= most)
    return items.map((item) => withTaint(item, from?.taint))
  const any = from === undefined ? unknown : elementOf(from)
  return loops >= 2 ? [any] : [any, any]
}

function define(machine: Machine, def: FunctionDef, frame: Frame): Value {
  const closure: Closure = { def, scope: frame.names, unit: frame.unit }
  machine.reach.link(frame.def, def, false)
  // Methods are kept by their class, which knows what they belong to.
  if (def.receiver === undefined) machine.keep(closure)
  return { closure }
}

/** Decorators of a method that is called by reading it (Python library reference, `property`). */
const readers: ReadonlySet<string> = new Set(['property', 'functools.cached_property', 'cached_property'])

function defined(machine: Machine, statement: Extract<Statement, { kind: 'define' }>, frame: Frame): void {
  const { def, decorators } = statement
  const { seen } = frame.unit
  note(seen, seen.defines, def.start, { at: def, name: def.name, type: 'function' })
  for (const decorator of decorators.toReversed()) {
    const value = machine.evaluate(decorator, frame)
    const known = frame.names.get(def.name)
    const own: Closure = { def, scope: frame.names, unit: frame.unit }
    const served = known?.closure === undefined || known.closure.def === def ? [own] : [own, known.closure]
    wrap(machine, def.name, value, frame)
    if (value.path !== undefined && readers.has(value.path) && known?.closure !== undefined)
      frame.names.set(def.name, { closure: { ...known.closure, getter: true } })
    if (value.path !== undefined && takesHandler(value.path)) {
      for (const one of served) {
        markInputs(machine, one, def, frame)
        if (registerType(value.path) === undefined) machine.reach.serve(one.def, undefined)
      }
    }
    const type = value.path === undefined ? undefined : registerType(value.path)
    if (type === undefined) continue
    const given = decorator.kind === 'call' ? decorator.args : []
    const text = (name: string): string | undefined => {
      const argument = given.find((one) => one.name === name)
      return argument === undefined ? undefined : asText(machine.evaluate(argument.value, frame))
    }
    const first = given[0]
    const positional =
      first === undefined || first.name !== undefined
        ? undefined
        : asText(machine.evaluate(first.value, frame))
    const name = text('name') ?? positional ?? def.name
    seen.tools.delete(`${name}@${decorator.start}`)
    note(seen, seen.defines, def.start, { at: def, name, type: 'tool' })
    const description = text('description') ?? def.doc ?? ''
    for (const one of served) machine.reach.serve(one.def, { name, description })
    note(seen, seen.tools, `${name}@${def.start}`, {
      at: def,
      name,
      description,
      texts: schemaTexts(schemasOf(def).map((schema) => machine.evaluate(schema, frame))),
    })
  }
}

/** What stands in the annotations and the defaults of parameters, from which libraries make a schema. */
function schemasOf({ notes = [], params }: FunctionDef): readonly Expr[] {
  return [...notes, ...params.flatMap(({ target }) => (target.kind === 'default' ? [target.value] : []))]
}

/** A decorator of the artifact stands before what it decorates: the name means what it gave, if that is a function. */
function wrap(machine: Machine, name: string, { closure }: Value, frame: Frame): void {
  const known = frame.names.get(name)
  if (closure === undefined || known?.closure === undefined) return
  const given = machine.invoke(closure, { args: [known], named: new Map() }, frame)
  if (given.closure !== undefined) frame.names.set(name, given)
}

function exported(machine: Machine, statement: Extract<Statement, { kind: 'export' }>, frame: Frame): void {
  const value = machine.evaluate(statement.value, frame)
  const exports = frame.names.get(exportsName)?.shape
  if (exports === undefined) return
  if (statement.name !== '*') exports.set(statement.name, value)
  else if (value.shape !== undefined && value.closure === undefined)
    for (const [name, member] of value.shape) exports.set(name, member)
  else exports.set('*', value)
}

/** Name under which a module knows its exports; no source language can write it. */
export const exportsName = '<exports>'
