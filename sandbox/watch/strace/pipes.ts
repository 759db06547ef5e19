import type { CallReader } from './context.js'
import type { Process } from './processes.js'
import { readDescriptor, splitArguments } from './values.js'

/** Calls that make pipes and put them in the place of other descriptors. */
export const pipeReaders: Readonly<Record<string, CallReader>> = {
  pipe: (call, process, context) => made(call.args[0], process, context.pipeMakers),
  pipe2: (call, process, context) => made(call.args[0], process, context.pipeMakers),
  socketpair: (call, process, context) => made(call.args[3], process, context.pipeMakers),
  dup2: (call, process) => moved(call.args, call.result.error, process),
  dup3: (call, process) => moved(call.args, call.result.error, process),
}

function made(pair: string | undefined, process: Process, makers: Map<string, number>): void {
  if (pair?.startsWith('[') !== true) return
  for (const end of splitArguments(pair.slice(1, -1))) {
    const pipe = pipeName(end)
    const number = readDescriptor(end)?.number
    if (pipe === undefined || number === undefined) continue
    process.pipes.set(number, pipe)
    makers.set(pipe, process.ordinal)
  }
}

function moved(args: readonly string[], error: string | undefined, process: Process): void {
  const to = readDescriptor(args[1])?.number
  if (error !== undefined || to === undefined) return
  const pipe = pipeName(args[0])
  if (pipe === undefined) process.pipes.delete(to)
  else process.pipes.set(to, pipe)
}

/** One name for both ends of a pipe, or of a pair of sockets; undefined when the descriptor is neither. */
function pipeName(text: string | undefined): string | undefined {
  const found = readDescriptor(text)
  if (found?.path !== undefined) return /^pipe:\[\d+\]$/.test(found.path) ? found.path : undefined
  const { protocol, local, remote } = found?.socket ?? {}
  if (protocol?.startsWith('UNIX') !== true || local === undefined || remote === undefined) return undefined
  return `pair:${[local, remote].sort().join()}`
}
