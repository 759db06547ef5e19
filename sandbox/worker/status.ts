import type { RunStatus } from '@clawback/model'
import type { Played } from '../ports.js'
import type { KernelSummary } from '../watch/strace/watch.js'
import type { Breach } from './limits.js'

/** Everything that decides how a run ended. */
export interface RunSigns {
  readonly breach: Breach | undefined
  readonly kernel: KernelSummary
  readonly played: Played | undefined
  readonly stderr: string
  /** We ended the sample, because the actor was done with it. */
  readonly stopped: boolean
}

const missing: readonly RegExp[] = [
  /^(?:ModuleNotFoundError|ImportError): (?:No module named|cannot import name)/m,
  /Error: Cannot find (?:module|package) '/,
  /\bERR_MODULE_NOT_FOUND\b/,
  /^Can't locate \S+ in @INC/m,
  /cannot load such file -- \S+ \(LoadError\)/,
  /: (?:command )?not found$/m,
]

/** Whether what a program said on stderr means that something it needs is not in the cell. */
export function namesMissingDependency(stderr: string): boolean {
  return missing.some((pattern) => pattern.test(stderr))
}

/**
 * The status of a run, first that fits: a bound was passed; the trace is not whole; the protocol was broken; something
 * the sample needs was missing; how its first process ended. Never `completed` for want of a better word.
 */
export function statusOf({ breach, kernel, played, stderr, stopped }: RunSigns): RunStatus {
  if (breach !== undefined) return breach.status
  if (!kernel.started && namesMissingExec(stderr)) return 'missing-dependency'
  if (!kernel.started || kernel.unread > 0 || kernel.orphans > 0) return 'trace-incomplete'
  if (played?.status !== undefined) return played.status
  if (kernel.exitCode !== 0 && !stopped && namesMissingDependency(stderr)) return 'missing-dependency'
  if (stopped && (played?.covered ?? false)) return 'completed'
  if (kernel.exitCode === 0) return 'completed'
  if (kernel.exitCode !== undefined) return 'nonzero'
  return kernel.signal === undefined ? 'trace-incomplete' : 'signal'
}

/** The cell could not start the program at all: it, or the interpreter its first line names, is not there. */
function namesMissingExec(stderr: string): boolean {
  return /^bwrap: execvp .*: No such file or directory$|^running container: .*creating process: .*(?:no such file or directory|not found)/m.test(
    stderr,
  )
}
