import type { CallExpr, Expr } from '../ir.js'
import type { CallInput, Taint, Value } from '../nouns.js'
import { join, stepped, taintOf, unknown, withTaint } from '../values.js'
import type { Called, Frame, Machine } from './machine.js'
import { flows } from './flows.js'
import { fileWritten, leaveIn } from './left-files.js'
import { where } from './machine.js'

/** Member under which a thing keeps what was written into it; no source language can write it. */
const written = '<written>'

/** What a call that is not followed writes into its arguments, or its method into the thing it is of. */
export function fill(
  machine: Machine,
  expr: CallExpr,
  { callee, method, input }: Called,
  marks: readonly Taint[] | undefined,
  frame: Frame,
): void {
  const { semantics } = frame.unit
  const into = callee.path === undefined ? undefined : semantics.fills?.(callee.path)
  if (into !== undefined && expr.args.length === input.args.length)
    writtenTo(machine, expr, input.args, into, frame)
  if (callee.path !== undefined) writtenToFile(machine, expr, callee.path, input, frame)
  if (marks === undefined) return
  const step = stepped(marks, where(frame.unit, expr))
  expr.args.forEach(({ value: target, filled }, i) => {
    const value = input.args[i]
    if (value !== undefined && (filled === true || i === into)) put(machine, target, value, step, frame)
  })
  const { callee: called } = expr
  const given = taintOf([...input.args, ...input.named.values()])
  if (method === undefined || given === undefined || called.kind !== 'member') return
  if (semantics.takes?.has(method) === true)
    put(machine, called.object, input.receiver ?? unknown, stepped(given, where(frame.unit, expr)), frame)
}

/** What is written to an open file lies there under the path that it was opened by. */
function writtenToFile(machine: Machine, expr: CallExpr, name: string, input: CallInput, frame: Frame): void {
  const file = fileWritten(name, input)
  if (file === undefined) return
  const given = [input.receiver ?? unknown, ...input.args, ...input.named.values()].filter(
    (value) => value.file === undefined,
  )
  leaveIn(machine.files, file, stepped(taintOf(given), where(frame.unit, expr)))
}

/** To write into a thing from outside is to call its `Write`. */
function writtenTo(
  machine: Machine,
  expr: CallExpr,
  args: readonly Value[],
  into: number,
  frame: Frame,
): void {
  const path = args[into]?.path
  if (path === undefined) return
  const others = args.filter((_, i) => i !== into)
  const name = frame.unit.semantics.canonical(`${path}.Write`)
  flows(machine, expr, name, { args: others, named: new Map(), receiver: args[into] }, [], frame)
}

function put(
  machine: Machine,
  target: Expr,
  value: Value,
  marks: readonly Taint[] | undefined,
  frame: Frame,
): void {
  if (value.file !== undefined) leaveIn(machine.files, value.file, marks)
  if (value.shape !== undefined && value.path !== undefined) {
    value.shape.set(written, withTaint(value.shape.get(written) ?? unknown, marks))
    return
  }
  if (target.kind === 'name') {
    // What it held before is written over; what it is stays.
    const kept = value.path === undefined && value.shape === undefined ? unknown : value
    frame.names.set(target.name, withTaint(withTaint(kept, value.taint), marks), false)
    frame.grown.add(target.name)
    return
  }
  if (target.kind !== 'member') return
  const object = machine.refer(target.object, frame)
  if (object.shape !== undefined)
    object.shape.set(target.name, join(withTaint(unknown, marks), object.shape.get(target.name)))
  // A part of a thing that is not known further: `request.Header`.
  else if (object.path !== undefined) put(machine, target.object, object, marks, frame)
}
