/**
 * Real MCP servers in the cell: fetches each of `datasets/mcp-servers/npm.json` by intake's npm route, plays the MCP client
 * with it once, and prints one row of a table per server. Nothing of a server runs outside the cell.
 * `npx tsx --conditions=@clawback/source test/bench/mcp-servers.ts [NAME…]`
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { intake } from '@clawback/analyzers'
import type { OpenArtifact } from '@clawback/model'
import { bwrapCell, planRuns } from '@clawback/sandbox'
import type { CellRun, OpenCell } from '@clawback/sandbox'
import { brief, hasAnswered, lineOf, rowOf } from './mcp-row.js'
import type { Row } from './mcp-row.js'

/** One server of the list; `args` are added to the command its package declares. */
interface ListedServer {
  readonly name: string
  readonly version: string
  readonly args?: readonly string[]
}

const list = new URL('../../datasets/mcp-servers/npm.json', import.meta.url)
const { servers } = JSON.parse(await readFile(list, 'utf8')) as { readonly servers: readonly ListedServer[] }
const named = process.argv.slice(2)
const wanted = servers.filter(({ name }) => named.length === 0 || named.includes(name))
const workdir = await mkdtemp(join(tmpdir(), 'mcp-servers-'))
const cell = await bwrapCell.open()
let good = 0
try {
  console.log('| server | version | status | tools | tools called | tools that answered | s | note |')
  console.log('| --- | --- | --- | ---: | ---: | ---: | ---: | --- |')
  for (const server of wanted) {
    const row = await play(server, cell)
    if (hasAnswered(row)) good += 1
    console.log(lineOf(`${server.name} | ${server.version}`, row))
  }
  console.log(
    `\n${good} of ${wanted.length} listed their tools and answered at least one call without an error.`,
  )
} finally {
  await cell.close()
  await rm(workdir, { recursive: true, force: true })
}

async function play(server: ListedServer, cell: OpenCell): Promise<Row> {
  const nothing = { called: 0, succeeded: 0, ms: 0 }
  try {
    const opened = await intake(`npm:${server.name}@${server.version}`, { workdir, fetchDependencies: true })
    try {
      const open = opened.artifacts.find(({ artifact }) => artifact.servers.length > 0)
      const run = open === undefined ? undefined : runOf(open, server)
      if (open === undefined || run === undefined)
        return { ...nothing, status: 'no-server', note: 'intake found no server in it' }
      const { trace, stderr } = await cell.run(run)
      return rowOf(trace, stderr, open.artifact.gaps[0]?.detail ?? '')
    } finally {
      await opened.close()
    }
  } catch (error) {
    return { ...nothing, status: 'not-fetched', note: brief(error instanceof Error ? error.message : '') }
  }
}

function runOf(open: OpenArtifact, { args = [] }: ListedServer): CellRun | undefined {
  const run = planRuns(open).runs.find(({ entry }) => entry.actor === 'mcp-client')
  return run && { ...run, entry: { ...run.entry, command: [...run.entry.command, ...args] } }
}
