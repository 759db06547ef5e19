import { remembered } from '../../remembered.js'
import type { FunctionDef, Pattern } from '../ir.js'
import type { CallInput, Closure, Names, Taint, Value } from '../nouns.js'
import { hole, listValue, pathValue, taintOf, unknown, withTaint } from '../values.js'
import { handBack } from './handed-back.js'
import { gathered } from './items.js'
import type { Frame, Machine } from './machine.js'

/** Contexts in which one function is followed with its actual arguments; further ones take the marks through. */
const mostContexts = 8
const mostDepth = 16

interface Context {
  readonly closure: Closure
  readonly input: CallInput
  /** What came of it; undefined while it is being worked out. */
  value: Value | undefined
  /** Marks of what was put into each of the arguments. */
  back: readonly (readonly Taint[] | undefined)[]
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
    if (known !== undefined) {
      handBack(machine(), known.back, input.places, frame)
      return known.value ?? through
    }
    if (contexts.size >= mostContexts || frame.depth >= mostDepth) {
      // Whatever it is given, it may give what it gave before.
      const before = [...contexts.values()].map(({ value = unknown }) => value)
      return withTaint(through, taintOf(before))
    }
    const context: Context = { closure, input, value: undefined, back: [] }
    contexts.set(key, context)
    const done = follow(machine(), closure, input, frame.depth + 1)
    context.value = done.value
    context.back = done.back
    handBack(machine(), done.back, input.places, frame)
    return context.value
  }

  function apply(closure: Closure, input: CallInput, frame: Frame): Value {
    machine().reach.link(frame.def, closure.def, false)
    return frame.depth >= mostDepth ? unknown : follow(machine(), closure, input, frame.depth + 1).value
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
        context.value = follow(machine(), context.closure, context.input, frame.depth + 1).value
  }

  return { invoke, apply, followRest }
}

/** What a call gives, and the marks of what it put into its arguments. */
interface Followed {
  readonly value: Value
  readonly back: readonly (readonly Taint[] | undefined)[]
}

function follow(machine: Machine, closure: Closure, input: CallInput, depth: number): Followed {
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
    grown: new Set(),
    result: undefined,
    yielded: undefined,
    printed: undefined,
  }
  if (def.receiver !== undefined) inner.names.set(def.receiver, receiver ?? unknown)
  bindParams(machine, closure, input, inner)
  machine.run(def.body, inner)
  const back = inner.grown.size === 0 ? [] : putInto(def, inner)
  if (instance !== undefined) return { value: withTaint(instance, taintOf(input.args)), back }
  if (inner.yielded !== undefined)
    return {
      value:
        unit.semantics.gathers === true
          ? gathered(inner.yielded)
          : withTaint(listValue(inner.yielded), taintOf(inner.yielded)),
      back,
    }
  return { value: (unit.semantics.prints ? inner.printed : inner.result) ?? unknown, back }
}

function putInto({ params }: FunctionDef, { grown, names }: Frame): Followed['back'] {
  return params.map(({ target }) => {
    const name = nameOf(target.kind === 'default' ? target.target : target)
    return name === undefined || !grown.has(name) ? undefined : names.get(name)?.taint
  })
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
  // Behind one that takes all that is left, arguments are given by name alone.
  const taken = def.params.findIndex(({ rest }) => rest === true)
  def.params.forEach(({ target, rest }, i) => {
    const name = target.kind === 'default' ? target.target : target
    const byName = name.kind === 'name' ? givenTo(name.name, named) : undefined
    const given =
      rest === undefined || isServed
        ? (byName ??
          (taken >= 0 && i > taken ? undefined : (args[i] ?? (i === args.length ? loose : undefined))))
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
function signature(closure: Closure, { args, named, input }: CallInput): string {
  const parts = [...args.map(mark), ...[...named].map(([name, value]) => `${name}=${mark(value)}`)]
  const own = closure.receiver ?? unknown
  return [...parts, input === undefined ? '' : `<${mark(input)}`, mark(own), ...captured(closure)].join('|')
}

/** Marks of what a function that stands in another one sees of that one's names. */
function captured({ def, scope, unit }: Closure): readonly string[] {
  if (scope.parent === undefined) return []
  const words = wordsOf(def, unit.text)
  const found: string[] = []
  for (let at: Names = scope; at.parent !== undefined; at = at.parent)
    for (const [name, value] of at.among(words)) found.push(`${name}=${mark(value)}`)
  return found
}

const spoken = new WeakMap<FunctionDef, ReadonlySet<string>>()

/** Words that stand in a function. */
function wordsOf(def: FunctionDef, text: string): ReadonlySet<string> {
  const known = spoken.get(def)
  if (known !== undefined) return known
  const words = new Set(text.slice(def.start, Math.min(def.end, def.start + mostWords)).match(/\$?\w+/g))
  spoken.set(def, words)
  return words
}

const mostWords = 20_000

/** Values are never changed, and what a function sees is asked with each of its calls. */
const mark = remembered(markOf)

function markOf(value: Value): string {
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
