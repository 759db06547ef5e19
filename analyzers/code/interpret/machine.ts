import type { At, CallExpr, Expr, FunctionDef, Pattern, Statement } from '../ir.js'
import type { CallInput, Closure, Names, Shape, Taint, Unit, Value } from '../nouns.js'
import type { Specs } from '../specs.js'
import type { LeftFiles } from './left-files.js'
import type { Reach } from './reach.js'

/** One activation: a module body or a function call. */
export interface Frame {
  readonly unit: Unit
  readonly names: Names
  /** Name of the enclosing function, empty at the top. */
  readonly inside: string
  /** Calls on the way here. */
  readonly depth: number
  /** The function this is the body of; undefined at the top of a module. */
  readonly def: FunctionDef | undefined
  /** Loops around. */
  loops: number
  /** Items that the loop around goes through one by one. */
  around: number
  /** How often the loops around turn, by the counts that are known. */
  turns: number
  /** Above zero where something decides whether this is come to. */
  unsure: number
  /** Names of things that something was put into, whoever else has them. */
  readonly grown: Set<string>
  /** What the function returns, of all its returns. */
  result: Value | undefined
  /** What it hands out one by one. */
  yielded: Value[] | undefined
  /** What shell commands of this activation print. */
  printed: Value | undefined
}

/** What a call calls, and with what. */
export interface Called {
  readonly callee: Value
  readonly method: string | undefined
  readonly input: CallInput
  /** The name of the method was put together out of pieces. */
  readonly assembled?: true | undefined
}

/** What the parts of the interpreter need of each other. */
export interface Machine {
  readonly specs: Specs
  /** Counts one step of work; throws {@link Spent} when there were too many. */
  readonly tick: () => void
  readonly evaluate: (expr: Expr, frame: Frame) => Value
  /** As evaluate, without reporting a read of the member itself. */
  readonly refer: (expr: Expr, frame: Frame) => Value
  readonly member: (object: Value, name: string, at: At, frame: Frame) => Value
  readonly call: (expr: CallExpr, frame: Frame) => Value
  readonly invoke: (closure: Closure, input: CallInput, frame: Frame) => Value
  /** As invoke, for one set of arguments among many: not remembered. */
  readonly apply: (closure: Closure, input: CallInput, frame: Frame) => Value
  readonly bind: (target: Pattern, value: Value, frame: Frame, declare: boolean) => void
  readonly run: (body: readonly Statement[], frame: Frame) => void
  /** Exports of a module of the artifact; undefined when the name means nothing inside it. */
  readonly module: (name: string, unit: Unit) => Shape | undefined
  /** Marks on the parameters of functions that something outside calls: a tool, with what a model wrote. */
  readonly inputs: WeakMap<FunctionDef, readonly Taint[]>
  /** Which functions do the work of which tool. */
  readonly reach: Reach
  /** Calls whose result goes nowhere. */
  readonly unused: WeakSet<CallExpr>
  /** Text of a data file of the artifact; undefined when there is none of that path. */
  readonly data: (path: string) => string | undefined
  /** What commands left in files; those of all units, in the order they are followed. */
  readonly files: LeftFiles
  /** Remembers a function, so that it is followed even if nothing calls it. */
  readonly keep: (closure: Closure, by?: Unit) => void
}

/** The work allowed for one unit is used up. */
export class Spent extends Error {
  override readonly name = 'Spent'
}

export function lineOf(unit: Unit, offset: number): number {
  return unit.lines.at(offset) + unit.lineOffset
}

export function where(unit: Unit, at: At): string {
  return `${unit.path}:${lineOf(unit, at.start)}`
}

/** Under which a program knows the arguments that it gave itself; no source language can write it. */
export const argvName = '<argv>'
