import type { RunStatus } from '@clawback/model'
import type { Played } from '../ports.js'
import { endsOnImport } from '../watch/imports.js'
import type { KernelSummary } from '../watch/strace/watch.js'
import type { Breach } from './limits.js'

/** Everything that decides how a run ended. */
export interface RunSigns {
  readonly breach: Breach | undefined
  readonly kernel: KernelSummary
  readonly played: Played | undefined
  readonly stdout: string
  readonly stderr: string
  /** Packages that the sample's files asked for and that nobody has, as the hooks in the interpreters tell. */
  readonly missing: readonly string[]
  /** We ended the sample, because the actor was done with it. */
  readonly stopped: boolean
}

/** Not the carriage return that a script from another system carries at the end of a line. */
const commandEnds = /(?:^|: )([\w.+/@-]+): (?:command )?not found$/gm

/** Whether what a program said on stderr means that something it needs is not in the cell. */
export function namesMissingDependency(stderr: string): boolean {
  return endsOnImport(stderr) || namesMissingCommands(stderr).length > 0
}

/** Commands that a shell looked for and did not find, in the order it said so. */
export function namesMissingCommands(stderr: string): string[] {
  return [...new Set([...stderr.matchAll(commandEnds)].map(([, name = '']) => name))].slice(0, 32)
}

/** Whether a program that caught the failure of an import told its user to install something, and that was all. */
function asksToInstall(output: string, missing: readonly string[]): boolean {
  if (missing.length === 0) return false
  if (/\b(?:install(?:ed|ing)?|no module)\b/i.test(output)) return true
  // `the following arguments are required` is about arguments: the word must stand beside the package's name.
  const lines = output.split('\n').filter((line) => /\b(?:missing|required?|needs?)\b/i.test(line))
  return lines.some((line) => missing.some((name) => line.includes(name)))
}

/**
 * The status of a run, first that fits: a bound was passed; the trace is not whole; the protocol was broken; something
 * the sample needs was missing; how its first process ended. Never `completed` for want of a better word.
 */
export function statusOf(signs: RunSigns): RunStatus {
  const { breach, kernel, played, stdout, stderr, stopped, missing } = signs
  if (breach !== undefined) return breach.status
  if (!kernel.started && namesMissingExec(stderr)) return 'missing-dependency'
  if (!kernel.started || kernel.unread > 0 || kernel.orphans > 0) return 'trace-incomplete'
  if (played?.status !== undefined) return played.status
  if (kernel.exitCode !== 0 && !stopped && namesMissingDependency(stderr)) return 'missing-dependency'
  if (!stopped && asksToInstall(`${stdout}\n${stderr}`, missing)) return 'missing-dependency'
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
