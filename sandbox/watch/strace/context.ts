import type { Kind } from '@clawback/model'
import type { Flow, Instructions, ObservedFields } from '../../ports.js'
import type { Call } from './call.js'
import type { Presence } from './presence.js'
import type { Image, Process } from './processes.js'

/** What the readers of calls work with. */
export interface CallContext {
  /** Tells one thing that the image did. Repeats of the same thing on the same path are told once. */
  tell(kind: Kind, at: number, image: Image, fields: ObservedFields, about?: About): void
  /** Counts a read-only open at a quiet place. */
  count(place: string): void
  /** Paths that exist in the cell: laid in before the run, or made since. */
  readonly present: Presence
  /** Folder name below which the in-process hooks report what they see; random in every run. */
  readonly hookFolder: string
  /** Sockets of a process by descriptor. */
  readonly sockets: SocketTable
  /** Ordinal of the process that made a pipe, by the pipe's name. */
  readonly pipeMakers: Map<string, number>
}

/** What belongs to one thing told beside its fields. */
export interface About {
  readonly flow?: Flow
  readonly instructions?: Instructions
}

/** Which socket a descriptor of a process is. The tracer stops naming the inode once a socket has an address. */
export interface SocketTable {
  open(process: Process, descriptor: number, inode: number): void
  inodeOf(process: Process, descriptor: number | undefined): number | undefined
  inherit(child: Process, parent: Process): void
  forget(process: Process): void
}

export type CallReader = (call: Call, process: Process, context: CallContext) => void

export function createSocketTable(): SocketTable {
  const byProcess = new Map<number, Map<number, number>>()
  const of = (process: Process): Map<number, number> => {
    const table = byProcess.get(process.ordinal) ?? new Map<number, number>()
    byProcess.set(process.ordinal, table)
    return table
  }
  return {
    open: (process, descriptor, inode) => void of(process).set(descriptor, inode),
    inodeOf: (process, descriptor) => (descriptor === undefined ? undefined : of(process).get(descriptor)),
    inherit: (child, parent) => void byProcess.set(child.ordinal, new Map(of(parent))),
    forget: (process) => void byProcess.delete(process.ordinal),
  }
}
