import yargs from 'yargs'
import type { Argv } from 'yargs'
import { ClawbackError } from '@clawback/model'
import { commands } from './commands/list.js'
import { reportError } from './terminal/errors.js'
import { version } from './version.js'

const exitCodes = `Exit codes:
  0  done, nothing at or above the threshold
  1  findings at or above the threshold (--fail-on)
  2  wrong use
  3  bad input
  4  this machine cannot (a tool is missing, no sandbox)
  5  our own failure`

/** Parses the arguments, runs one command and gives the exit code. Nothing heavy is loaded before a command needs it. */
export async function runCli(args: readonly string[]): Promise<number> {
  let exitCode = 0
  const finish = (code: number): void => {
    exitCode = code
  }
  const parser = yargs([...args])
    .scriptName('clawback')
    .usage('$0 <command>\n\nThe open toolkit for when AI agents misbehave.')
    .version(version())
    .alias({ h: 'help', v: 'version' })
    .epilogue(exitCodes)
    .demandCommand(1, 'Name a command.')
    .recommendCommands()
    .strict()
    .wrap(Math.min(110, process.stdout.columns || 100))
    .exitProcess(false)
    // Thrown, so that the command does not run after wrong use.
    .fail((message: string | null, error: Error | undefined) => {
      throw error ?? new ClawbackError('USAGE', { detail: message ?? 'wrong use' })
    })
  for (const add of commands) add(parser, finish)
  writeNoHelp(parser)
  try {
    await parser.parseAsync()
  } catch (error) {
    finish(reportError(error, wantsJson(args)))
  }
  return exitCode
}

/** yargs writes the help of every command that runs, for errors of its own; ours are told otherwise, and it takes 60 ms. */
function writeNoHelp(parser: Argv): void {
  const inside = parser as unknown as YargsInside
  inside.getInternalMethods().getUsageInstance().cacheHelpMessage = () => undefined
}

/** What yargs has inside, in the version that is pinned. */
interface YargsInside {
  getInternalMethods(): { getUsageInstance(): { cacheHelpMessage: () => void } }
}

/** Read from the words themselves, for wrong use is told in the form that was asked for too. */
function wantsJson(args: readonly string[]): boolean {
  const format = args.indexOf('--format')
  return (
    args.includes('--json') || args.includes('--format=json') || (format >= 0 && args[format + 1] === 'json')
  )
}
