import type { CallExpr } from '../ir.js'
import type { CallInput, Value } from '../nouns.js'
import { argumentTexts } from '../render.js'
import { asText, taintOf, withTaint } from '../values.js'
import { sourceTaint } from './evaluate.js'
import { flows } from './flows.js'
import { held } from './holders.js'
import { filesHanded, found } from './left-files.js'
import type { Called, Frame, Machine } from './machine.js'

/** A call that names a file is given what another one left there, and a command what `@file` holds. */
export function withFiles(machine: Machine, expr: CallExpr, called: Called, frame: Frame): Called {
  const { callee, input } = called
  const texts = argumentTexts(input)
  const handed = frame.unit.semantics.prints
    ? filesHanded(callee.path, texts).map((path) => ({
        taint: sourceTaint(machine, '<', [path], expr, frame),
      }))
    : []
  const taint = taintOf([
    ...handed,
    { taint: found(machine.files, callee.path, withObject(texts, input)) },
    { taint: held(machine.files, input) },
  ])
  const args = input.args.map((value) => withMarkedItems(machine, value))
  const given = args.some((value, i) => value !== input.args[i])
    ? { ...called, input: { ...input, args } }
    : called
  return taint === undefined ? given : { ...given, input: { ...given.input, left: { taint } } }
}

/** A word of a list that names a file is given what lies there, that word alone: the program and its script are not its arguments. */
function withMarkedItems(machine: Machine, value: Value): Value {
  const { items } = value
  if (items === undefined || items.length < 2 || machine.files.size === 0) return value
  const marks = items.map((item) => {
    const text = asText(item)
    return text === undefined ? undefined : found(machine.files, undefined, [text])
  })
  if (marks.every((mark) => mark === undefined)) return value
  const marked = items.map((item, i) => withTaint(item, marks[i]))
  return withTaint({ ...value, items: marked }, taintOf(marked))
}

/** A file started by its own path is run as much as one given to a shell. */
export function started(machine: Machine, expr: CallExpr, frame: Frame): void {
  const { unit } = frame
  if (!unit.semantics.prints) return
  const called = machine.refer(expr.callee, frame)
  const path = asText(called) ?? unit.text.slice(expr.callee.start, expr.callee.end)
  const left = path.includes('/') ? found(machine.files, undefined, [path]) : undefined
  // A command that is what another one printed: `$(curl …)`.
  const taint = left ?? (expr.callee.kind === 'name' ? undefined : called.taint)
  if (taint !== undefined) flows(machine, expr, 'sh', { args: [{ taint }], named: new Map() }, [path], frame)
}

/** What is asked about a call: its arguments, and the path that the object it is a method of stands for. */
export function withObject(texts: readonly string[], { receiver }: CallInput): readonly string[] {
  return receiver?.path === undefined || receiver.text === undefined ? texts : [...texts, receiver.text]
}

/** What a path object is asked is about the path, and what is written to an open file goes there. */
export function withPlace(texts: readonly string[], input: CallInput): readonly string[] {
  const { receiver } = input
  if (receiver?.path === 'pathlib.Path') return withObject(texts, input)
  return receiver?.file === undefined ? texts : [...texts, receiver.file]
}
