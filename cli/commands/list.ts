import { addBulk } from './bulk.js'
import { addCollect } from './collect.js'
import { addDemo } from './demo.js'
import { addDiscover } from './discover.js'
import { addDoctor } from './doctor.js'
import { addEval } from './eval.js'
import { addGuard } from './guard.js'
import { addLearn } from './learn.js'
import { addPack } from './pack.js'
import { addQuery } from './query.js'
import { addReport } from './report.js'
import { addRun } from './run.js'
import { addSandbox } from './sandbox.js'
import { addScan } from './scan.js'
import { addWorker } from './worker.js'
import type { AddCommand } from './command.js'

/** Every command, in the order --help shows them. Each file declares its options and loads its work lazily. */
export const commands: readonly AddCommand[] = [
  addScan,
  addRun,
  addCollect,
  addBulk,
  addWorker,
  addQuery,
  addReport,
  addLearn,
  addPack,
  addEval,
  addGuard,
  addDiscover,
  addDoctor,
  addSandbox,
  addDemo,
]
