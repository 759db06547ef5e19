import type { CallExpr, Expr } from '../ir.js'
import type { CallInput, Taint, Value } from '../nouns.js'
import { note, noteCall } from '../observations.js'
import { argumentTexts } from '../render.js'
import { findTool } from '../tools.js'
import {
  exactText,
  join,
  listValue,
  pathValue,
  stepList,
  stepped,
  taintOf,
  unknown,
  withTaint,
} from '../values.js'
import { folded, sourceTaint } from './evaluate.js'
import type { Frame, Machine } from './machine.js'
import { where } from './machine.js'

interface Called {
  readonly callee: Value
  readonly method: string | undefined
  readonly input: CallInput
}

/** A call: what is called with what, what comes of it, and where its data goes. */
export function call(machine: Machine, expr: CallExpr, frame: Frame): Value {
  const called = resolve(machine, expr, frame)
  const { callee, input } = called
  const taint = passedThrough(machine, called, frame)
  const special = specialValue(machine, expr, called, frame)
  if (special !== undefined) return withTaint(special, taint)
  if (callee.closure !== undefined)
    return stepThrough(machine.invoke(callee.closure, input, frame), expr, frame)

  const value = foldedCall(called, frame)
  const name = callee.path
  const texts = argumentTexts(input)
  const computes = name !== undefined && frame.unit.semantics.computes.has(name)
  if (name !== undefined && expr.implicit !== true && !computes && !isBookkeeping(called, value))
    observe(machine, expr, name, called, texts, value !== undefined, frame)
  const own = name === undefined ? undefined : sourceTaint(machine, name, texts, expr, frame)
  const marks = taintOf([{ taint }, { taint: own }])
  const found = callbacks(machine, expr, called, marks, frame)
  mutate(expr, called, frame)
  if (value !== undefined) return withTaint(folded(value, expr, argumentPlaces(expr), frame), marks)
  const plain: Value = name === undefined ? unknown : { ...pathValue(name, callee.sure === true), made: true }
  return withTaint(found === undefined ? plain : join(found, plain), marks)
}

/** String methods on known text, and the links of a promise chain: no news. */
function isBookkeeping({ method, input }: Called, value: Value | undefined): boolean {
  if (method === undefined || input.receiver === undefined) return false
  const { path, made } = input.receiver
  return (value !== undefined && path === undefined) || (made === true && promiseLinks.has(method))
}

const promiseLinks: ReadonlySet<string> = new Set(['then', 'catch', 'finally'])

function resolve(machine: Machine, expr: CallExpr, frame: Frame): Called {
  const { callee: target } = expr
  let receiver: Value | undefined
  let callee: Value
  let method: string | undefined
  if (target.kind === 'member' || target.kind === 'index') {
    receiver = machine.refer(target.object, frame)
    method = target.kind === 'member' ? target.name : exactText(machine.evaluate(target.index, frame))
    callee = method === undefined ? unknown : machine.member(receiver, method, target, frame)
  } else callee = target.kind === 'const' ? unknown : machine.refer(target, frame)
  const named = new Map<string, Value>()
  const args: Value[] = []
  for (const { name, value: given } of expr.args) {
    const value = machine.evaluate(given, frame)
    if (name !== undefined) named.set(name, value)
    else if (given.kind === 'spread') args.push(...(value.items ?? [value]))
    else args.push(value)
  }
  const input = expr.input === undefined ? undefined : machine.evaluate(expr.input, frame)
  return indirect({ callee, method, input: { args, named, receiver, input } }, frame)
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

/** Marks that go through an unknown call: of arguments, receiver and input, less what it sanitises. */
function passedThrough(
  machine: Machine,
  { callee, input }: Called,
  frame: Frame,
): readonly Taint[] | undefined {
  const all = taintOf([
    ...input.args,
    ...input.named.values(),
    input.receiver ?? unknown,
    input.input ?? unknown,
  ])
  if (all === undefined || callee.path === undefined) return all
  const clean = machine.specs.sanitizers(frame.unit.semantics.family, callee.path)
  return clean.size === 0 ? all : all.filter(({ spec }) => !clean.has(spec))
}

/** Calls that change what names mean: imports, getattr, bind. */
function specialValue(machine: Machine, expr: CallExpr, called: Called, frame: Frame): Value | undefined {
  const { callee, method, input } = called
  const [first, second] = input.args
  const { semantics, seen } = frame.unit
  if (callee.path !== undefined && semantics.importers.has(callee.path)) {
    const module = first === undefined ? undefined : exactText(first)
    if (module === undefined) return undefined
    note(seen, seen.imports, `${module}@${expr.start}`, { at: expr, name: module })
    return loaded(machine, module, frame)
  }
  if (callee.path === 'getattr' && first !== undefined && second !== undefined) {
    const name = exactText(second)
    return name === undefined ? undefined : machine.member(first, name, expr, frame)
  }
  const each = mapped(machine, called, frame)
  if (each !== undefined) return each
  if (callee.path === settle && callee.shape !== undefined && first !== undefined) {
    callee.shape.set('value', join(callee.shape.get('value'), first))
    return unknown
  }
  if (method === 'bind' && input.receiver !== undefined) return input.receiver
  if (callee.path === 'functools.partial' || callee.path === 'util.promisify') return first
  return undefined
}

/** `items.map(f)` and `map(f, items)` over known items: a decoder more often than not. */
function mapped(machine: Machine, { callee, method, input }: Called, frame: Frame): Value | undefined {
  const isMethod = method === 'map' && frame.unit.semantics.family === 'javascript'
  const [closure, items] = isMethod
    ? [input.args[0]?.closure, input.receiver?.items]
    : callee.path === 'map'
      ? [input.args[0]?.closure, input.args[1]?.items]
      : []
  if (closure === undefined || items === undefined || items.length > 4096) return undefined
  const found = items.map((item, i) =>
    machine.apply(closure, { args: isMethod ? [item, { number: i }] : [item], named: new Map() }, frame),
  )
  return withTaint(listValue(found), taintOf(found))
}

/** Name of what a promise hands its maker: what is given to it is what the promise holds. */
const settle = 'Promise.settle'

/** A module by name: of the artifact where it has such a file, else the outside thing of that name. */
export function loaded(machine: Machine, module: string, frame: Frame): Value {
  const inside = machine.module(module, frame.unit)
  if (inside === undefined) return pathValue(frame.unit.semantics.modulePath(module), true)
  return inside.get('*') ?? { shape: inside }
}

function foldedCall({ callee, method, input }: Called, frame: Frame): Value | undefined {
  const { folds, methods } = frame.unit.semantics
  const byName = callee.path === undefined ? undefined : folds.get(callee.path)?.(input)
  if (byName !== undefined || method === undefined || input.receiver === undefined) return byName
  const { text, items, number } = input.receiver
  return text === undefined && items === undefined && number === undefined
    ? undefined
    : methods.get(method)?.(input)
}

function observe(
  machine: Machine,
  expr: CallExpr,
  name: string,
  { callee, input }: Called,
  args: readonly string[],
  isFolded: boolean,
  frame: Frame,
): void {
  const { seen, semantics } = frame.unit
  noteCall(
    seen,
    { at: expr, name, args, inside: frame.inside, confidence: callee.sure === true ? 1 : 0.5 },
    isFolded,
  )
  const code = semantics.embedded(name, input)
  if (code !== undefined) note(seen, seen.embedded, `${expr.start} ${code.text}`, { at: expr, ...code })
  const tool = findTool(name, input)
  if (tool !== undefined) note(seen, seen.tools, `${tool.name}@${expr.start}`, { at: expr, ...tool })
  flows(machine, expr, name, input, args, frame)
}

function flows(
  machine: Machine,
  expr: CallExpr,
  sink: string,
  input: CallInput,
  args: readonly string[],
  frame: Frame,
): void {
  const hits = machine.specs.sinks(frame.unit.semantics.family, sink, args)
  if (hits.length === 0) return
  const arriving = taintOf([...input.args, ...input.named.values(), input.input ?? unknown])
  const { seen } = frame.unit
  const here = where(frame.unit, expr)
  for (const { spec, tag } of hits)
    for (const taint of stepped(arriving, here) ?? []) {
      if (taint.spec !== spec) continue
      const steps = stepList(taint.steps)
      const key = `${spec} ${taint.tag} ${taint.source} ${steps[0] ?? ''} ${tag} ${expr.start}`
      if (!seen.flows.has(key))
        note(seen, seen.flows, key, {
          at: expr,
          spec,
          source: taint.source,
          sourceTag: taint.tag,
          sink,
          sinkTag: tag,
          steps,
        })
    }
}

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
function callbacks(
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
  for (const value of [...input.args, ...input.named.values()]) {
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
])

/** A method that puts its arguments into the receiver marks the name the receiver is known by. */
function mutate(expr: CallExpr, { method, input }: Called, frame: Frame): void {
  const target = expr.callee.kind === 'member' ? expr.callee.object : undefined
  if (method === undefined || !mutators.has(method) || target?.kind !== 'name') return
  const { receiver = unknown, args } = input
  const grows = receiver.items !== undefined && (method === 'append' || method === 'push')
  const grown = grows ? { ...receiver, items: [...(receiver.items ?? []), ...args].slice(0, 4096) } : receiver
  const value = withTaint(grown, taintOf(args))
  if (value !== receiver) frame.names.set(target.name, value, false)
}

function stepThrough(value: Value, expr: Expr, frame: Frame): Value {
  const taint = stepped(value.taint, where(frame.unit, expr))
  return taint === value.taint ? value : { ...value, taint }
}

function argumentPlaces(expr: CallExpr): readonly Expr[] {
  const { callee } = expr
  const own = callee.kind === 'member' ? [callee.object] : []
  return [
    ...own,
    ...expr.args.flatMap(({ value }) => (value.kind === 'list' ? [value, ...value.items] : [value])),
  ]
}
