import type { AddCommand } from './command.js'
import { addCoverage, addDiff, addEvaluation, addSample, addStats, addStatus } from './bulk/know.js'
import { addExport } from './bulk/export.js'
import { addDrift, addFamilies } from './bulk/relate.js'
import { addGrep } from './bulk/grep.js'
import { addRun } from './bulk/run.js'
import { addFlows, addServers } from './bulk/servers.js'

const verbs: readonly AddCommand[] = [
  ...[addRun, addStatus, addDiff, addDrift],
  ...[addCoverage, addStats, addServers, addFlows, addFamilies, addEvaluation, addSample, addGrep, addExport],
]

/** `clawback bulk …`: thousands of artifacts, and what is known of them afterwards. */
export const addBulk: AddCommand = (parser, finish) =>
  void parser.command('bulk <verb>', 'Examine whole corpora, and ask what was found', (group) => {
    for (const add of verbs) add(group, finish)
    return group.demandCommand(
      1,
      'Name what to do: run, status, diff, drift, coverage, stats, servers, flows, families, eval, sample, grep or export.',
    )
  })
