import type { CallExpr, Expr } from '../ir.js'
import type { CallInput, Closure, Taint, Value } from '../nouns.js'
import { note, noteCall } from '../observations.js'
import { argumentTexts } from '../render.js'
import { saidBy } from '../schema-texts.js'
import { findTool } from '../tools.js'
import { exactText, join, pathValue, stepped, taintOf, unknown, withTaint } from '../values.js'
import { isAssembled, resolve } from './called.js'
import { callbacks, copied, mapped, mutate, settle } from './callbacks.js'
import { deferred } from './deferred.js'
import { folded, sourceTaint } from './evaluate.js'
import { baseAddress, withBase } from './base-address.js'
import { fill } from './filling.js'
import { flows } from './flows.js'
import { foldedCall } from './folding.js'
import { handlersOf } from './handlers.js'
import { holdsIn, putInto } from './holders.js'
import { started, withFiles, withObject, withPlace } from './file-arguments.js'
import { leave, leftInModule, openedFile } from './left-files.js'
import { ownData, ownText } from './own-data.js'
import { decodeJson } from '../fold/json.js'
import { passedThrough } from './passed.js'
import { markHandlers, markServed } from './tool-inputs.js'
import type { Called, Frame, Machine } from './machine.js'
import { argvName, where } from './machine.js'
import { blockOf, heldValue } from './objects.js'
import { printed } from './shell-output.js'
import { memberOr } from './tables.js'

/** A call: what is called with what, what comes of it, and where its data goes. */
export function call(machine: Machine, expr: CallExpr, frame: Frame): Value {
  const either = calleesOf(expr)
  if (either !== undefined)
    return either.map((callee) => callOne(machine, { ...expr, callee }, frame)).reduce(joinLists)
  return callOne(machine, expr, frame)
}

/** `(a if x else b)(…)` calls the one or the other; undefined where there is but one. */
function calleesOf({ callee }: CallExpr): readonly Expr[] | undefined {
  if (callee.kind !== 'choice') return undefined
  const callable = callee.options.filter(
    ({ kind }) => kind === 'name' || kind === 'member' || kind === 'function',
  )
  return callable.length > 1 ? callable.slice(0, mostCallees) : undefined
}

const mostCallees = 3

/** Whoever goes over the list that one of them gave goes over either. */
function joinLists(a: Value, b: Value): Value {
  const both = join(a, b)
  if (a.items === undefined || b.items === undefined) return both
  return { ...both, items: [...a.items, ...b.items].slice(0, mostJoined) }
}

const mostJoined = 64

function callOne(machine: Machine, expr: CallExpr, frame: Frame): Value {
  const called = withFiles(machine, expr, resolve(machine, expr, frame), frame)
  const { callee, input } = called
  const handlers = handlersOf(machine, expr, called, frame)
  if (handlers.length > 0)
    return handlers.map((handler) => enter(machine, handler, input, expr, frame)).reduce(joinLists)
  const taint = passedThrough(machine, called, frame)
  const special = heldValue(expr, called, frame) ?? specialValue(machine, expr, called, frame)
  if (special !== undefined) return withTaint(special, taint)
  if (callee.closure !== undefined) return enter(machine, callee.closure, input, expr, frame)

  const value = foldedCall(called, frame)
  const name = callee.path
  const texts = argumentTexts(input)
  const computes = name !== undefined && frame.unit.semantics.computes.has(name)
  if (name !== undefined && expr.implicit !== true && !computes && !isBookkeeping(called, value))
    observe(machine, expr, name, called, texts, value !== undefined, frame)
  // No news by itself, but a pack may want to know what arrives there.
  else if (computes) flows(machine, expr, name, input, texts, frame)
  const own =
    name === undefined ? undefined : sourceTaint(machine, name, withObject(texts, input), expr, frame)
  const marks = taintOf([{ taint }, { taint: own }, { taint: printed(machine, name, input, expr, frame) }])
  started(machine, expr, frame)
  if (name !== undefined)
    leave(machine.files, name, withObject(texts, input), stepped(marks, where(frame.unit, expr)))
  putInto(machine.files, called.method, input, stepped(marks, where(frame.unit, expr)))
  const plain = value ?? withTaint(plainValue(machine, expr, name, called, frame), marks)
  const block = blockOf(machine, expr, called, withTaint(plain, marks), texts, frame)
  later(machine, expr, called, frame)
  const made = callbacks(machine, expr, called, marks, frame)
  mutate(machine, expr, called, frame)
  copied(expr, name, marks, frame)
  filled(machine, expr, own, frame)
  fill(machine, expr, called, marks, frame)
  if (value !== undefined) return withTaint(folded(value, expr, argumentPlaces(expr), frame), marks)
  return withTaint(block ?? (made === undefined ? plain : join(made, plain)), marks)
}

/** A function that is handed over with its arguments is called with them, by whoever does it. */
function later(machine: Machine, expr: CallExpr, { callee, input }: Called, frame: Frame): void {
  const { family } = frame.unit.semantics
  const found = callee.path === undefined ? undefined : deferred(family, callee.path, input)
  if (found === undefined) return
  const { closure, path, made } = found.target
  // It is no call of this place: what waits does not come back to itself.
  if (closure !== undefined && found.input.args.length + found.input.named.size > 0)
    machine.invoke(closure, found.input, frame)
  else if (path !== undefined && made !== true) {
    const handed = { callee: found.target, method: undefined, input: found.input }
    observe(machine, expr, path, handed, argumentTexts(found.input), false, frame)
  }
}

/** What a call gives of which nothing is known but what it calls. */
function plainValue(
  machine: Machine,
  expr: CallExpr,
  name: string | undefined,
  called: Called,
  frame: Frame,
): Value {
  const { callee, input } = called
  const given = memberOr(called, frame)
  if (given !== undefined) return given
  if (name === undefined) return unknown
  return {
    ...ownData(machine, name, input, frame),
    ...pathValue(name, callee.sure === true),
    file: openedFile(name, input),
    into: holdsIn(name, input, `${frame.unit.path}@${expr.start}`),
    base: baseAddress(name, input),
    said: saidBy(name, called.method, input),
    made: true,
  }
}

function enter(machine: Machine, closure: Closure, input: CallInput, expr: CallExpr, frame: Frame): Value {
  machine.reach.link(frame.def, closure.def, frame.unsure === 0)
  return stepThrough(machine.invoke(closure, input, frame), expr, frame)
}

/** A source whose result is dropped has put what it read into the object it is a method of: `parser.read(path)`. */
function filled(machine: Machine, expr: CallExpr, own: readonly Taint[] | undefined, frame: Frame): void {
  const target = expr.callee.kind === 'member' ? expr.callee.object : undefined
  if (own === undefined || target?.kind !== 'name' || !machine.unused.has(expr)) return
  if (frame.names.get(target.name)?.made !== true) return
  frame.names.set(target.name, withTaint(frame.names.get(target.name) ?? unknown, own), false)
}

/** String methods on known text, and the links of a promise chain: no news. */
function isBookkeeping({ method, input }: Called, value: Value | undefined): boolean {
  if (method === undefined || input.receiver === undefined) return false
  const { path, made } = input.receiver
  return (value !== undefined && path === undefined) || (made === true && promiseLinks.has(method))
}

const promiseLinks: ReadonlySet<string> = new Set(['then', 'catch', 'finally'])

/** Calls that change what names mean: imports, getattr, bind. */
function specialValue(machine: Machine, expr: CallExpr, called: Called, frame: Frame): Value | undefined {
  const { callee, method, input } = called
  const [first, second] = input.args
  const { semantics, seen } = frame.unit
  if (callee.path !== undefined && semantics.importers.has(callee.path)) {
    const module = first === undefined ? undefined : exactText(first)
    if (module === undefined) return undefined
    const assembled = isAssembled(module, expr.args[0]?.value, frame)
    note(seen, seen.imports, `${module}@${expr.start}`, { at: expr, name: module, assembled })
    // A module that something was left in.
    const left = input.left?.taint ?? leftInModule(machine.files, module)
    if (left !== undefined)
      flows(machine, expr, callee.path, { args: [{ taint: left }], named: new Map() }, [module], frame)
    // `__import__('a.b')` gives `a` (Python library reference, 2).
    const root = callee.path === '__import__' ? (/^\w+/.exec(module)?.[0] ?? module) : module
    return loaded(machine, root, frame)
  }
  if (callee.path === '<indirect>' && first !== undefined) {
    const name = `$${exactText(first) ?? ''}`
    // What is there in every scope is bound in none.
    if (semantics.textsCall === true)
      return machine.refer({ kind: 'name', name, start: expr.start, end: expr.end }, frame)
    return frame.names.get(name) ?? unknown
  }
  if (callee.path === 'getattr' && first !== undefined && second !== undefined) {
    const name = exactText(second)
    return name === undefined ? undefined : machine.member(first, name, expr, frame)
  }
  if (callee.path === 'operator.attrgetter' && callee.made === true && first !== undefined) {
    const name = exactText(callee)
    return name === undefined ? undefined : machine.member(first, name, expr, frame)
  }
  const mappedItems = mapped(machine, called, frame)
  if (mappedItems !== undefined) return mappedItems
  if (callee.path === settle && callee.shape !== undefined && first !== undefined) {
    callee.shape.set('value', join(callee.shape.get('value'), first))
    return unknown
  }
  if (method === 'bind' && input.receiver !== undefined) return input.receiver
  if (callee.path === 'functools.partial' || callee.path === 'util.promisify') return first
  return undefined
}

/** A module by name: of the artifact where it has such a file, else the outside thing of that name. */
export function loaded(machine: Machine, module: string, frame: Frame): Value {
  const inside = machine.module(module, frame.unit)
  const data = inside === undefined && module.endsWith('.json') ? ownText(machine, module, frame) : undefined
  const known = data === undefined ? undefined : decodeJson(data)
  if (known !== undefined) return known
  if (inside === undefined) return pathValue(frame.unit.semantics.modulePath(module), true)
  return inside.get('*') ?? { shape: inside }
}

function observe(
  machine: Machine,
  expr: CallExpr,
  name: string,
  { callee, input, assembled }: Called,
  args: readonly string[],
  isFolded: boolean,
  frame: Frame,
): void {
  const { seen, semantics } = frame.unit
  noteCall(
    seen,
    {
      at: expr,
      name,
      args: withBase(withPlace(args, input), input),
      inside: frame.inside,
      unused: machine.unused.has(expr),
      turns: frame.turns,
      confidence: callee.sure === true ? 1 : 0.5,
      assembled,
    },
    isFolded,
  )
  const code = semantics.embedded(name, withOwnArguments(input, frame))
  if (code !== undefined) note(seen, seen.embedded, `${expr.start} ${code.text}`, { at: expr, ...code })
  markHandlers(machine, name, input, expr, frame)
  const tool = findTool(name, input)
  markServed(machine, name, input, tool)
  if (tool !== undefined) {
    machine.reach.list(tool)
    note(seen, seen.tools, `${tool.name}@${expr.start}`, { at: expr, ...tool })
  }
  flows(machine, expr, name, input, args, frame)
}

/** The arguments that a program gave itself are there for whatever it starts inside of itself. */
function withOwnArguments(input: CallInput, frame: Frame): CallInput {
  const argv = frame.names.get(argvName)
  return argv === undefined ? input : { ...input, named: new Map([...input.named, [argvName, argv]]) }
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
