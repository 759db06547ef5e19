import type { Argv } from 'yargs'

/** Adds one command to the parser; `finish` sets the exit code. */
export type AddCommand = (parser: Argv, finish: (exitCode: number) => void) => void
