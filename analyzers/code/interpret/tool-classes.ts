import type { ClassStatement } from '../ir.js'
import type { Shape, Value } from '../nouns.js'
import { note } from '../observations.js'
import { toolOfClass } from '../tools.js'
import type { Frame, Machine } from './machine.js'
import { markInputs } from './tool-inputs.js'

/** A class that is a tool by the class above it: what it says of itself is told, and its work is what it does when called. */
export function serveClass(
  machine: Machine,
  statement: ClassStatement,
  base: Value,
  shape: Shape,
  frame: Frame,
): void {
  const found = toolOfClass(base.path, statement.name, shape)
  if (found === undefined) return
  const { tool, work } = found
  const { seen } = frame.unit
  machine.reach.list(tool)
  note(seen, seen.tools, `${tool.name}@${statement.start}`, { at: statement, ...tool })
  note(seen, seen.defines, statement.start, { at: statement, name: tool.name, type: 'tool' })
  for (const closure of work) {
    markInputs(machine, closure, statement, frame)
    machine.reach.serve(closure.def, tool)
  }
}
