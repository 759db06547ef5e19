import type { CallExpr } from '../ir.js'
import type { CallInput } from '../nouns.js'
import { argumentTexts } from '../render.js'
import { asText, taintOf } from '../values.js'
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
    { taint: found(machine.files, callee.path, [...withObject(texts, input), ...wordsOf(input)]) },
    { taint: held(machine.files, input) },
  ])
  if (taint === undefined) return called
  return { ...called, input: { ...input, left: { taint } } }
}

/** The words of a list that is handed over, where some of them are not known: each is a path or not by itself. */
function wordsOf({ args }: CallInput): readonly string[] {
  return args.flatMap(({ items = [] }) => items.flatMap((item) => asText(item) ?? []))
}

/** A file started by its own path is run as much as one given to a shell. */
export function started(machine: Machine, expr: CallExpr, frame: Frame): void {
  const { unit } = frame
  if (!unit.semantics.prints || machine.files.size === 0) return
  const path =
    asText(machine.refer(expr.callee, frame)) ?? unit.text.slice(expr.callee.start, expr.callee.end)
  const taint = path.includes('/') ? found(machine.files, undefined, [path]) : undefined
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
