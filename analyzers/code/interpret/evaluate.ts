import type { At, Expr } from '../ir.js'
import type { Taint, Value } from '../nouns.js'
import { note } from '../observations.js'
import { isWorthNoting } from '../strings.js'
import {
  asText,
  concatValues,
  join,
  listValue,
  numberValue,
  pathValue,
  taintOf,
  textValue,
  unknown,
  ofParts,
  withTaint,
} from '../values.js'
import { arithmetic, isComparison } from './arithmetic.js'
import { languageOfFile } from '../../syntax/languages.js'
import type { Frame, Machine } from './machine.js'
import { elementOf, gathered, itemsOf } from './items.js'
import { where } from './machine.js'
import { pathPart } from './path-parts.js'
import { indexed, list, mapping } from './tables.js'
import { made } from './types.js'
import { implied } from './objects.js'

/** Value of an expression; what is read of modules and globals on the way is noted. */
export function evaluate(machine: Machine, expr: Expr, frame: Frame): Value {
  const value = refer(machine, expr, frame)
  if (value.sure !== true || value.made === true || value.path === undefined) return value
  const reads = expr.kind === 'name' ? readsGlobal(expr.name, value, frame) : readsMember(expr, value.path)
  if (reads)
    note(frame.unit.seen, frame.unit.seen.members, `${value.path}@${expr.start}`, {
      at: expr,
      name: value.path,
    })
  return value
}

/** A variable of the shell, or one that is there in every scope; what was put into another one is not read again. */
function readsGlobal(name: string, { path }: Value, { unit }: Frame): boolean {
  return name.startsWith('$') && (unit.semantics.prints || name === path || name.slice(1) === path)
}

/** The expression itself names the last part of the path; else the value only passes through it. */
function readsMember(expr: Expr, path: string): boolean {
  if (expr.kind === 'member') return path.endsWith(`.${expr.name}`)
  return expr.kind === 'index' && expr.index.kind === 'const' && path.endsWith(`.${String(expr.index.value)}`)
}

export function refer(machine: Machine, expr: Expr, frame: Frame): Value {
  machine.tick()
  switch (expr.kind) {
    case 'name':
      return (
        frame.names.get(expr.name) ??
        implied(machine, expr, frame) ??
        marked(machine, free(expr.name, frame), expr, frame)
      )
    case 'const':
      return constant(expr.value, expr, frame)
    case 'concat':
      return folded(
        concatValues(expr.parts.map((part) => machine.evaluate(part, frame))),
        expr,
        expr.parts,
        frame,
      )
    case 'member':
      return machine.member(machine.refer(expr.object, frame), expr.name, expr, frame)
    case 'index':
      return indexed(
        machine,
        machine.refer(expr.object, frame),
        machine.evaluate(expr.index, frame),
        expr,
        frame,
      )
    case 'call':
      return machine.call(expr, frame)
    case 'list':
      return list(
        expr.items.map((item) => machine.evaluate(item, frame)),
        expr.items,
      )
    case 'map':
      return mapping(machine, expr, frame)
    case 'function': {
      const closure = { def: expr.def, scope: frame.names, unit: frame.unit }
      machine.reach.link(frame.def, expr.def, false)
      machine.keep(closure)
      return { closure }
    }
    case 'choice': {
      frame.unsure++
      const value = expr.options.map((option) => machine.evaluate(option, frame)).reduce(join)
      frame.unsure--
      return value
    }
    case 'binary': {
      const [left, right] = [machine.evaluate(expr.left, frame), machine.evaluate(expr.right, frame)]
      // Whether it is so tells next to nothing of what was asked about.
      if (isComparison(expr.op)) return unknown
      const marks = taintOf([left, right])
      return withTaint(arithmetic(expr.op, left, right), expr.op === '|' ? marks : ofParts(marks))
    }
    case 'combine':
      return combined(expr.parts.map((part) => machine.evaluate(part, frame)))
    case 'not':
      machine.evaluate(expr.value, frame)
      return unknown
    case 'results':
      return { items: expr.items.map((item) => machine.evaluate(item, frame)), results: true }
    case 'made':
      return made(machine, expr, frame)
    case 'spread':
      return machine.evaluate(expr.value, frame)
    case 'yield': {
      const value = machine.evaluate(expr.value, frame)
      if (frame.unit.semantics.gathers === true) {
        handOut(value, frame)
        return unknown
      }
      const handed = expr.all ? (value.items ?? [elementOf(value)]) : [value]
      frame.yielded = [...(frame.yielded ?? []), ...handed].slice(0, mostYielded)
      return unknown
    }
    case 'assign': {
      const value = machine.evaluate(expr.value, frame)
      machine.bind(expr.target, value, frame, expr.declare === true)
      return value
    }
    case 'each':
      return each(machine, expr, frame)
    case 'output': {
      const inner: Frame = { ...frame, printed: undefined, result: undefined, yielded: undefined }
      machine.run(expr.body, inner)
      return inner.printed ?? (inner.yielded === undefined ? unknown : gathered(inner.yielded))
    }
  }
}

/** Values that one generator is known to hand out, and a function of a language in which all of them do. */
const mostYielded = 64
const mostGathered = 4096

/** A list is handed out item by item, unless it is a text as well. */
function handOut(value: Value, frame: Frame): void {
  frame.yielded ??= []
  const { items, text, taint } = value
  const all = items === undefined || text !== undefined ? [value] : items
  const isMarked = all.some((one) => one.taint !== undefined)
  for (const one of all) {
    if (frame.yielded.length >= mostGathered) return
    frame.yielded.push(isMarked ? one : withTaint(one, taint))
  }
}

/** A member of an object, module or unknown thing. */
export function member(machine: Machine, object: Value, name: string, at: At, frame: Frame): Value {
  if (name === '__dict__') return object
  const own = object.shape?.get(name)
  if (own !== undefined) {
    const { closure } = own
    if (closure?.getter === true || closure?.def.getter === true)
      return machine.invoke({ receiver: object, ...closure }, { args: [], named: new Map() }, frame)
    if (closure?.def.receiver === undefined || closure.receiver !== undefined)
      return withTaint(own, ofParts(object.taint))
    return { ...own, closure: { ...closure, receiver: object } }
  }
  const { objects } = frame.unit.semantics
  if (name === objects?.maker && object.closure?.instance !== undefined) return { closure: object.closure }
  const part = pathPart(object, name)
  if (part !== undefined) return withTaint(part, ofParts(object.taint))
  const path = frame.unit.semantics.canonical(`${object.path ?? '?'}.${name}`)
  // A number of things holds nothing of them.
  if (frame.unit.semantics.counts?.has(name) === true) return pathValue(path, object.sure === true)
  const text = frame.unit.semantics.texts.get(path)
  const known = text === undefined ? {} : textValue(text)
  const value: Value = {
    ...known,
    ...pathValue(path, object.sure === true),
    made: object.made,
    said: object.said,
  }
  const marks = sourceTaint(machine, path, [], at, frame)
  return withTaint(withTaint(value, marks), narrower(ofParts(object.taint), marks))
}

/** `os.environ.KEY` says more than `os.environ`: the mark of the member takes the place of the object's. */
function narrower(
  outer: readonly Taint[] | undefined,
  inner: readonly Taint[] | undefined,
): readonly Taint[] | undefined {
  if (inner === undefined) return outer
  return outer?.filter(
    (one) =>
      !inner.some(
        ({ spec, tag, steps }) => spec === one.spec && tag === one.tag && steps.where === one.steps.where,
      ),
  )
}

/** A name that nothing binds: a global, or something a star import may have brought. */
function free(name: string, frame: Frame): Value {
  const value = frame.unit.semantics.unbound(name)
  const star = frame.names.stars.at(-1)
  return star !== undefined && value.sure !== true ? pathValue(`${star}.${name}`, false) : value
}

/** Puts the marks on a value whose name some specification calls a source. */
function marked(machine: Machine, value: Value, at: At, frame: Frame): Value {
  if (value.path === undefined) return value
  return withTaint(value, sourceTaint(machine, value.path, [], at, frame))
}

export function sourceTaint(
  machine: Machine,
  path: string,
  args: readonly string[],
  at: At,
  frame: Frame,
): readonly Taint[] | undefined {
  const hits = machine.specs.sources(frame.unit.semantics.family, path, args)
  if (hits.length === 0) return undefined
  const steps = { where: where(frame.unit, at), before: undefined, count: 1 }
  const argument =
    args.find((arg) => /^https?:/i.test(arg)) ?? args.find((arg) => arg !== '?' && !arg.startsWith('-'))
  const source = argument === undefined ? path : `${path}(${argument})`.slice(0, 160)
  return hits.map(({ spec, tag, itself }) => ({ spec, tag, source, steps, itself }))
}

function constant(value: string | number | boolean | null, at: At, frame: Frame): Value {
  if (typeof value === 'number') return numberValue(value)
  if (typeof value !== 'string') return value === null ? unknown : { text: String(value), exact: true }
  const text = textValue(value)
  noteScript(value, at, frame)
  if (isWorthNoting(value, false))
    note(frame.unit.seen, frame.unit.seen.strings, at.start, { at, text: value, exact: true, folded: false })
  return text
}

/** A text that says by its first line which program runs it is code, wherever it is put. */
function noteScript(text: string, at: At, { unit }: Frame): void {
  if (!text.startsWith('#!') || text.length < shortestScript) return
  // In a shell the ends of lines are still written out for `printf`.
  const plain = unit.semantics.prints ? text.replaceAll('\\n', '\n') : text
  const language = languageOfFile('', plain.slice(0, plain.indexOf('\n') + 1).trimEnd())
  if (language === undefined) return
  note(unit.seen, unit.seen.embedded, `${at.start} ${plain}`, { at, language, text: plain })
}

const shortestScript = 16

/** Notes a built text in place of the pieces it was built from. */
export function folded(value: Value, at: At, pieces: readonly At[], frame: Frame): Value {
  const { text } = value
  if (text === undefined || !isWorthNoting(text, value.exact === true)) return value
  const { seen } = frame.unit
  for (const piece of pieces) seen.strings.delete(piece.start)
  noteScript(text, at, frame)
  note(seen, seen.strings, at.start, { at, text, exact: value.exact === true, folded: true })
  return value
}

/** Derived from all parts: one part that is known stands for the whole, the marks of all stay. */
function combined(values: readonly Value[]): Value {
  const known = values.filter(
    (value) => asText(value) !== undefined || value.closure !== undefined || value.path !== undefined,
  )
  const [only] = known
  return withTaint(known.length === 1 && only !== undefined ? only : unknown, taintOf(values))
}

function each(machine: Machine, expr: Extract<Expr, { kind: 'each' }>, frame: Frame): Value {
  const from = machine.evaluate(expr.from, frame)
  const inner: Frame = { ...frame, names: frame.names.inner(), unsure: frame.unsure + 1 }
  const items = itemsOf(from)
  const found = (items ?? [elementOf(from)]).map((item) => {
    machine.bind(expr.target, item, inner, true)
    return machine.evaluate(expr.value, inner)
  })
  const value = items === undefined ? { items: found.slice(0, 1) } : listValue(found)
  return withTaint(items === undefined ? { ...value, items: undefined } : value, taintOf([from, ...found]))
}
