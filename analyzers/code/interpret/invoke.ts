import type { FunctionDef, Pattern } from '../ir.js'
import type { CallInput, Closure, Value } from '../nouns.js'
import { hole, listValue, pathValue, taintOf, unknown, withTaint } from '../values.js'
import type { Frame, Machine } from './machine.js'

/** Contexts in which one function is followed with its actual arguments; further ones take the marks through. */
const mostContexts = 8
const mostDepth = 16

interface Context {
  readonly closure: Closure
  readonly input: CallInput
  /** What came of it; undefined while it is being worked out. */
  value: Value | undefined
}

/** Follows calls into functions of the artifact, once per distinct set of arguments, so that work stays linear. */
export function createInvoker(machine: () => Machine): {
  readonly invoke: (closure: Closure, input: CallInput, frame: Frame) => Value
  readonly apply: (closure: Closure, input: CallInput, frame: Frame) => Value
  /** Follows every function of a unit that nothing has called yet, with unknown arguments; methods twice. */
  readonly followRest: (closures: readonly Closure[], frame: Frame) => void
} {
  const followed = new WeakMap<FunctionDef, Map<string, Context>>()
  /** Those followed as what a tool does: what they were called with before somebody made them so is another matter. */
  const served = new WeakSet<FunctionDef>()

  function contextsOf({ def }: Closure): Map<string, Context> {
    const known = followed.get(def) ?? new Map<string, Context>()
    followed.set(def, known)
    return known
  }

  function invoke(closure: Closure, input: CallInput, frame: Frame): Value {
    machine().reach.link(frame.def, closure.def, false)
    const contexts = contextsOf(closure)
    const key = `${machine().inputs.has(closure.def) ? '@' : ''}${signature(closure, input)}`
    const through = withTaint(
      unknown,
      taintOf([...input.args, ...input.named.values(), input.input ?? unknown, input.left ?? unknown]),
    )
    const known = contexts.get(key)
    if (known !== undefined) return known.value ?? through
    if (contexts.size >= mostContexts || frame.depth >= mostDepth) return through
    const context: Context = { closure, input, value: undefined }
    contexts.set(key, context)
    context.value = follow(machine(), closure, input, frame.depth + 1)
    return context.value
  }

  function apply(closure: Closure, input: CallInput, frame: Frame): Value {
    machine().reach.link(frame.def, closure.def, false)
    return frame.depth >= mostDepth ? unknown : follow(machine(), closure, input, frame.depth + 1)
  }

  function followRest(closures: readonly Closure[], frame: Frame): void {
    // The list grows while it is walked: a function followed may define others.
    for (const closure of closures) {
      const isServed = machine().inputs.has(closure.def) && !served.has(closure.def)
      if (isServed) served.add(closure.def)
      if (isServed || contextsOf(closure).size === 0) invoke(closure, { args: [], named: new Map() }, frame)
    }
    // By now every method has left in its object what it leaves there; a second look shows who uses it.
    const methods = new Set(closures.filter(({ receiver }) => receiver !== undefined).map(({ def }) => def))
    for (const def of methods)
      for (const context of [...(followed.get(def)?.values() ?? [])])
        context.value = follow(machine(), context.closure, context.input, frame.depth + 1)
  }

  return { invoke, apply, followRest }
}

function follow(machine: Machine, closure: Closure, input: CallInput, depth: number): Value {
  const { def, unit, receiver, instance } = closure
  unit.seen.functions.set(def.start, def)
  const inner: Frame = {
    unit,
    names: closure.scope.inner(),
    inside: def.name,
    def,
    depth,
    loops: 0,
    around: 0,
    turns: 1,
    unsure: 0,
    result: undefined,
    yielded: undefined,
    printed: undefined,
  }
  if (def.receiver !== undefined) inner.names.set(def.receiver, receiver ?? unknown)
  bindParams(machine, closure, input, inner)
  machine.run(def.body, inner)
  if (instance !== undefined) return withTaint(instance, taintOf(input.args))
  if (inner.yielded !== undefined) return withTaint(listValue(inner.yielded), taintOf(inner.yielded))
  return (unit.semantics.prints ? inner.printed : inner.result) ?? unknown
}

function bindParams(machine: Machine, { def, unit }: Closure, input: CallInput, inner: Frame): void {
  const { args, named } = input
  if (unit.semantics.prints) {
    inner.names.set('$@', { items: args, taint: taintOf(args) })
    const fed = withTaint(input.input ?? unknown, input.left?.taint)
    if (fed !== unknown) inner.names.set('<stdin>', fed)
  }
  const marks = machine.inputs.get(def)
  // What nobody calls here is called from outside, with whatever it takes.
  const isServed = marks !== undefined && args.length === 0 && named.size === 0
  // What is given by name to somebody who knows no such names is one thing more.
  const loose = unit.semantics.objects === undefined ? undefined : looseFields(def, input)
  def.params.forEach(({ target, rest }, i) => {
    const name = target.kind === 'default' ? target.target : target
    const byName = name.kind === 'name' ? givenTo(name.name, named) : undefined
    const given =
      rest === undefined || isServed
        ? (byName ?? args[i] ?? (i === args.length ? loose : undefined))
        : rest === 'named'
          ? leftByName(def, named)
          : { items: args.slice(i), taint: taintOf(args.slice(i)) }
    const fallback =
      name.kind === 'name' && !unit.semantics.prints
        ? pathValue(unit.semantics.canonical(name.name), false)
        : unknown
    const value = given ?? withTaint(target.kind === 'default' ? unknown : fallback, marks)
    machine.bind(target, value, inner, true)
  })
}

/** An argument by the name of a parameter; in PHP only the parameter has the sign of a variable. */
function givenTo(param: string, named: ReadonlyMap<string, Value>): Value | undefined {
  return named.get(param) ?? (param.startsWith('$') ? named.get(param.slice(1)) : undefined)
}

/** What was given by name and no parameter takes (`**fields`). */
function leftByName({ params }: FunctionDef, named: ReadonlyMap<string, Value>): Value {
  const taken = new Set(
    params.map(({ target }) => (target.kind === 'default' ? target.target : target)).map(nameOf),
  )
  const left = [...named].filter(([name]) => !taken.has(name))
  return { shape: new Map(left), taint: taintOf(left.map(([, value]) => value)) }
}

/** Fields that no parameter takes by name. */
function looseFields(def: FunctionDef, { named }: CallInput): Value | undefined {
  if (named.size === 0 || def.params.some(({ rest }) => rest === 'named')) return undefined
  const left = leftByName(def, named)
  return left.shape?.size === 0 ? undefined : left
}

function nameOf(target: Pattern): string | undefined {
  return target.kind === 'name' ? target.name : undefined
}

/** What distinguishes one set of arguments from another: constants, names, functions and marks. */
function signature({ receiver }: Closure, { args, named, input }: CallInput): string {
  const parts = [...args.map(mark), ...[...named].map(([name, value]) => `${name}=${mark(value)}`)]
  return [...parts, input === undefined ? '' : `<${mark(input)}`, mark(receiver ?? unknown)].join('|')
}

function mark(value: Value): string {
  const taint = value.taint?.map((one) => `${one.spec}${one.tag}${one.source}`).join() ?? ''
  const closure = value.closure === undefined ? '' : `${value.closure.unit.path}:${value.closure.def.start}`
  const items =
    value.items === undefined
      ? ''
      : `[${value.items.length}:${value.items
          .slice(0, 64)
          .map((item) => item.text ?? item.number ?? hole)
          .join()}]`
  return `${value.text?.slice(0, 400) ?? ''}${value.number ?? ''};${value.path ?? ''};${closure};${items};${taint}`
}
