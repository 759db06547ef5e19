/**
 * Real skills in the cell: fetches a package of them, runs every entry point in every variant, judges each by the packs
 * that come with Clawback, and prints one row of a table per artifact. Nothing of a skill runs outside the cell.
 * `npx tsx test/bench/skills.ts [LOCATOR]` after `npm run build`
 *
 * Exit 1 when one is malicious.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pLimit from 'p-limit'
import { intake } from '@clawback/analyzers'
import { systemClock } from '../../cli/clock.js'
import { loadPacks } from '../../cli/content/load.js'
import { examine, openCells, openKnowledge } from '@clawback/lab'
import type { Examination } from '@clawback/lab'

const [locator = 'npm:ai-labs-claude-skills'] = process.argv.slice(2)
const workdir = await mkdtemp(join(tmpdir(), 'skills-'))
const knowledge = openKnowledge(await loadPacks({ pack: [], key: [], builtin: true }))
const cells = openCells()
const turn = pLimit(2)
const opened = await intake(locator, { workdir, fetchDependencies: true })
try {
  const all = await Promise.all(
    opened.artifacts.map((open) =>
      turn(() => examine(open, { knowledge, clock: systemClock, run: { cells }, onStep: () => undefined })),
    ),
  )
  console.log('| artifact | runs | how they ended | not covered | verdict | rules with a finding |')
  console.log('| --- | ---: | --- | ---: | --- | --- |')
  for (const one of all) console.log(lineOf(one))
  const malicious = all.filter(({ verdict }) => verdict.label === 'malicious').length
  console.log(`\n${all.length} artifacts, ${malicious} malicious.`)
  if (malicious > 0) process.exitCode = 1
} finally {
  await opened.close()
  await cells.close()
  await rm(workdir, { recursive: true, force: true })
}

function lineOf({ artifact, traces, verdict, findings }: Examination): string {
  const statuses = traces.map(({ outcome }) => outcome.status)
  const ended = [...new Set(statuses)]
    .sort()
    .map((status) => `${status} ${statuses.filter((other) => other === status).length}`)
  const blind = traces.filter(({ outcome }) => !outcome.covered).length
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort()
  const cells = [artifact.name, traces.length, ended.join(', '), blind, verdict.label, rules.join(' ')]
  return `| ${cells.join(' | ')} |`
}
