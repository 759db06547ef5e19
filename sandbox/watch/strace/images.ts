import { posix } from 'node:path'
import type { ObservedFields } from '../../ports.js'
import type { Call } from './call.js'
import { commandLine, resolvePath } from './paths.js'
import type { Image, Process } from './processes.js'
import { readDescriptor } from './values.js'

/** The program that an exec names. */
export function execPath(call: Call, process: Process | undefined): string | undefined {
  const at = call.name === 'execveat'
  const base = process ?? ({ cwd: '/' } as Process)
  return resolvePath(base, call.args[at ? 1 : 0], at ? call.args[0] : undefined)
}

/** Whether the program lies in memory only, or in a file that is gone. */
export function isFileless(call: Call, process: Process, path: string): boolean {
  const descriptor = call.name === 'execveat' ? readDescriptor(call.args[0]) : undefined
  if (descriptor?.deleted === true || /^\/memfd:/.test(path)) return true
  const named = /^\/proc\/(?:self|\d+)\/fd\/(\d+)$|^\/dev\/fd\/(\d+)$/.exec(path)
  return named !== null && process.memoryFiles.has(Number(named[1] ?? named[2]))
}

/** Fields that tell an exec. */
export function execFields(image: Image, process: Process): ObservedFields {
  return {
    'process.executable.path': image.path,
    'process.executable.name': posix.basename(image.path),
    'process.command_args': image.args,
    'process.command_line': commandLine(image.args),
    'process.working_directory': process.cwd,
  }
}

/** Fields that say whose doing something was. */
export function imageFields(image: Image): ObservedFields {
  return {
    'process.pid': image.pid,
    ...(image.parentPid === undefined ? {} : { 'process.parent_pid': image.parentPid }),
    'process.executable.path': image.path,
    'process.executable.name': posix.basename(image.path),
    'run.exec_id': image.execId,
    ...(image.parentExecId === undefined ? {} : { 'run.parent_exec_id': image.parentExecId }),
  }
}
