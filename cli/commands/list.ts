import type { Argv } from 'yargs'
import { addDemo } from './demo.js'
import { addDiscover } from './discover.js'
import { addDoctor } from './doctor.js'
import { addEval } from './eval.js'
import { addGuard } from './guard.js'
import { addLearn } from './learn.js'
import { addPack } from './pack.js'
import { addRun } from './run.js'
import { addScan } from './scan.js'

/** Adds one command to the parser; `finish` sets the exit code. */
export type AddCommand = (parser: Argv, finish: (exitCode: number) => void) => void

/** Every command, in the order --help shows them. Each file declares its options and loads its work lazily. */
export const commands: readonly AddCommand[] = [
  addScan,
  addRun,
  addLearn,
  addPack,
  addEval,
  addGuard,
  addDiscover,
  addDoctor,
  addDemo,
]
