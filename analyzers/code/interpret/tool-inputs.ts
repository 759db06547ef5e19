import type { At } from '../ir.js'
import type { CallInput, Closure } from '../nouns.js'
import type { FoundTool } from '../tools.js'
import { registerType } from '../tools.js'
import { sourceTaint } from './evaluate.js'
import type { Frame, Machine } from './machine.js'

/** Name under which specifications know what a tool is called with. */
export const toolInput = 'tool.input'

/**
 * What a tool is called with was written by a model, and that by whoever wrote what the model read. A function of another
 * file, which may have been followed before anybody knew, is followed from here.
 */
export function markInputs(machine: Machine, closure: Closure, at: At, frame: Frame): void {
  const marks = sourceTaint(machine, toolInput, [], at, frame)
  if (marks === undefined) return
  machine.inputs.set(closure.def, marks)
  if (closure.unit !== frame.unit) machine.keep(closure, frame.unit)
}

/** Whether calling this registers its functions as what a server does when it is asked. */
export function takesHandler(path: string): boolean {
  const last = path.slice(path.lastIndexOf('.') + 1)
  return registerType(path) !== undefined || last === 'call_tool' || last === 'setRequestHandler'
}

/** `server.tool(name, …, handler)`: marks what the handlers among the arguments are called with. */
export function markHandlers(machine: Machine, name: string, input: CallInput, at: At, frame: Frame): void {
  if (!takesHandler(name)) return
  for (const { closure } of [...input.args, ...input.named.values()])
    if (closure !== undefined) markInputs(machine, closure, at, frame)
}

/** Remembers that the handlers among the arguments do the work of this tool, or of any where none is named. */
export function markServed(
  machine: Machine,
  name: string,
  input: CallInput,
  tool: FoundTool | undefined,
): void {
  if (!takesHandler(name)) return
  for (const { closure } of [...input.args, ...input.named.values()])
    if (closure !== undefined) {
      const { def } = closure
      const own =
        registerType(name) === undefined ? undefined : { name: def.name, description: def.doc ?? '' }
      machine.reach.serve(def, tool ?? own)
    }
}
