/**
 * Servers of MCP that are one file of source, as corpora have them, in the cell: each is played with once by the MCP
 * client, the package it is written for stood in for where it is not there. One row of a table per file.
 * `npx tsx --conditions=@clawback/source test/bench/mcp-files.ts FOLDER…`
 */
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { intake } from '@clawback/analyzers'
import { bwrapCell, planRuns, runArtifact } from '@clawback/sandbox'
import type { OpenCell } from '@clawback/sandbox'
import { hasAnswered, lineOf, rowOf } from './mcp-row.js'
import type { Row } from './mcp-row.js'

const folders = process.argv.slice(2)
const files = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(?:py|[cm]?js)$/.test(path))
    .sort()
    .map((path) => join(folder, path)),
)
const started = performance.now()
const counts = { servers: 0, answered: 0, tools: 0, other: 0 }
const workdir = mkdtempSync(join(tmpdir(), 'mcp-files-'))
const cell = await bwrapCell.open()
try {
  console.log('| file | status | tools | tools called | tools that answered | s | note |')
  console.log('| --- | --- | ---: | ---: | ---: | ---: | --- |')
  for (const file of files) {
    const row = await play(file, cell)
    if (row === undefined) {
      counts.other += 1
      continue
    }
    counts.servers += 1
    counts.tools += row.tools ?? 0
    if (hasAnswered(row)) counts.answered += 1
    console.log(lineOf(file.slice(longestCommon(folders)), row))
  }
} finally {
  await cell.close()
  rmSync(workdir, { recursive: true, force: true })
}
const hours = (performance.now() - started) / 3_600_000
console.log(
  `\n${counts.answered} of ${counts.servers} servers listed their tools and answered a call without an error; ${counts.tools} tools; ${Math.round(counts.servers / hours)} servers an hour, one after the other; ${counts.other} files are no server.`,
)

/** Undefined when nothing in the file is a server. */
async function play(file: string, cell: OpenCell): Promise<Row | undefined> {
  const root = mkdtempSync(join(tmpdir(), 'mcp-file-'))
  try {
    copyFileSync(file, join(root, basename(file)))
    const opened = await intake(root, { workdir })
    try {
      const open = opened.artifacts[0]
      if (open === undefined) return undefined
      const plan = planRuns(open)
      const runs = plan.runs.filter(({ entry }) => entry.actor === 'mcp-client')
      if (runs.length === 0) return undefined
      const traces = await runArtifact(open, { cell, plan: { ...plan, runs } })
      const rows = traces
        .filter(({ outcome }) => outcome.variant !== 'restart')
        .map((trace) => rowOf(trace, '', ''))
      // A run without the package is followed by one with a stand-in for it.
      return rows.find(hasAnswered) ?? rows.at(-1)
    } finally {
      await opened.close()
    }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/** What all folders begin with need not be said of each file. */
function longestCommon(paths: readonly string[]): number {
  const [first = '', ...rest] = paths
  let length = first.length
  while (length > 0 && !rest.every((path) => path.startsWith(first.slice(0, length)))) length -= 1
  return length === first.length ? length + 1 : length
}
