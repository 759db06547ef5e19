import type { Closure, Shape, Unit } from '../nouns.js'
import { Scope } from '../scope.js'
import type { Specs } from '../specs.js'
import { bind } from './bind.js'
import { call } from './call.js'
import { evaluate, member, refer } from './evaluate.js'
import { exportsName, know, run, runKnown } from './execute.js'
import { createInvoker } from './invoke.js'
import type { Frame, Machine } from './machine.js'
import { Spent } from './machine.js'
import type { Reach } from './reach.js'

export interface InterpreterOptions {
  readonly specs: Specs
  /** Filled while units are followed. */
  readonly reach: Reach
  /** Steps of work for one unit. */
  readonly steps: number
  /** Asked every now and then; true ends the work on the unit. */
  spent(): boolean
  /** Unit that a module name means inside the artifact. */
  find(module: string, from: Unit): Unit | undefined
  /** All units of the module that this one is a file of, itself among them. */
  together(unit: Unit): readonly Unit[]
  /** Text of a data file of the artifact. */
  data(path: string): string | undefined
}

/** Why a unit was not followed to its end. */
export type Ending = 'done' | 'spent' | 'too-deep'

/**
 * Follows every unit of one artifact: names, constants and marks, across functions and files. Nothing is executed;
 * every branch is taken. What is seen is noted in the unit where it stands.
 */
export function createInterpreter(options: InterpreterOptions): { readonly follow: (unit: Unit) => Ending } {
  const modules = new Map<Unit, Shape>()
  const kept = new Map<Unit, Closure[]>()
  let steps = 0
  const invoker = createInvoker(() => machine)
  const machine: Machine = {
    specs: options.specs,
    tick() {
      if (++steps > options.steps || (steps % 1024 === 0 && options.spent())) throw new Spent()
    },
    evaluate: (expr, frame) => evaluate(machine, expr, frame),
    refer: (expr, frame) => refer(machine, expr, frame),
    member: (object, name, at, frame) => member(machine, object, name, at, frame),
    call: (expr, frame) => call(machine, expr, frame),
    invoke: invoker.invoke,
    apply: invoker.apply,
    bind: (target, value, frame, declare) => bind(machine, target, value, frame, declare),
    run: (body, frame) => run(machine, body, frame),
    module(name, from) {
      const unit = options.find(name, from)
      if (unit === undefined || unit === from) return undefined
      return modules.get(unit) ?? open(unit)
    },
    inputs: new WeakMap(),
    reach: options.reach,
    unused: new WeakSet(),
    files: new Map(),
    data: (path) => options.data(path),
    keep(closure, by = closure.unit) {
      const all = kept.get(by) ?? []
      all.push(closure)
      kept.set(by, all)
    },
  }

  /** Runs the body of a module once; whoever asks meanwhile gets what is exported so far. */
  function open(unit: Unit): Shape {
    const exports: Shape = new Map()
    const units = options.together(unit)
    for (const one of units) modules.set(one, exports)
    const scopes: Scope[] = []
    const frames = units.map((one) => {
      const scope = new Scope(undefined, scopes)
      scopes.push(scope)
      return frameOf(one, scope)
    })
    for (const frame of frames) {
      frame.names.set(exportsName, { shape: exports })
      know(machine, frame.unit.body, frame)
    }
    for (const frame of frames) runKnown(machine, frame.unit.body, frame)
    if (unit.semantics.family === 'javascript') return exports
    for (const { names } of frames)
      for (const [name, value] of names.all()) if (name !== exportsName) exports.set(name, value)
    return exports
  }

  return {
    follow(unit) {
      steps = 0
      try {
        if (!modules.has(unit)) open(unit)
        invoker.followRest(kept.get(unit) ?? [], frameOf(unit))
        return 'done'
      } catch (problem) {
        if (problem instanceof Spent) return 'spent'
        if (problem instanceof RangeError) return 'too-deep'
        throw problem
      }
    },
  }
}

function frameOf(unit: Unit, names: Scope = new Scope()): Frame {
  return {
    unit,
    names,
    inside: '',
    def: undefined,
    depth: 0,
    loops: 0,
    around: 0,
    turns: 1,
    unsure: 0,
    grown: new Set(),
    result: undefined,
    yielded: undefined,
    printed: undefined,
  }
}
