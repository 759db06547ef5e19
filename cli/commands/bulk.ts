import type { AddCommand } from './command.js'
import { addDiff, addEvaluation, addSample, addStats, addStatus } from './bulk/know.js'
import { addExport } from './bulk/export.js'
import { addRun } from './bulk/run.js'

/** `clawback bulk …`: thousands of artifacts, and what is known of them afterwards. */
export const addBulk: AddCommand = (parser, finish) =>
  void parser.command('bulk <verb>', 'Examine whole corpora, and ask what was found', (group) => {
    for (const add of [addRun, addStatus, addDiff, addStats, addEvaluation, addSample, addExport])
      add(group, finish)
    return group.demandCommand(1, 'Name what to do: run, status, diff, stats, eval, sample or export.')
  })
