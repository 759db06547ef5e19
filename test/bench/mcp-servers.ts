/**
 * Real MCP servers in the cell: fetches each of `datasets/mcp-servers/npm.json` by intake's npm route, plays the MCP client
 * with it once, and prints one row of a table per server. Nothing of a server runs outside the cell.
 * `npx tsx --conditions=@clawback/source test/bench/mcp-servers.ts [NAME…]`
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { intake } from '@clawback/analyzers'
import type { OpenArtifact, Trace, TraceEvent } from '@clawback/model'
import { bwrapCell, planRuns } from '@clawback/sandbox'
import type { CellRun, OpenCell } from '@clawback/sandbox'

/** One server of the list; `args` are added to the command its package declares. */
interface ListedServer {
  readonly name: string
  readonly version: string
  readonly args?: readonly string[]
}

/** What a server did. `note`: why there is less than hoped for. */
interface Row {
  readonly status: string
  readonly tools?: number
  readonly called: number
  readonly succeeded: number
  readonly ms: number
  readonly note: string
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
    if (row.tools !== undefined && row.succeeded > 0) good += 1
    const { status, tools = '–', called, succeeded, ms, note } = row
    const seconds = (ms / 1000).toFixed(1)
    console.log(
      `| ${server.name} | ${server.version} | ${status} | ${tools} | ${called} | ${succeeded} | ${seconds} | ${note} |`,
    )
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

function rowOf({ events, outcome }: Trace, stderr: string, gap: string): Row {
  const of = (kind: string): readonly TraceEvent[] => events.filter((event) => event.kind === kind)
  const first = of('mcp.list').find((event) => event['mcp.method.name'] === 'tools/list')
  const tools = first?.['mcp.list.count']
  const results = of('mcp.result')
  const successes = results.filter((event) => event['effect.outcome'] === 'success')
  const failure = results.find((event) => event['effect.outcome'] === 'failure')
  const why = successes.length > 0 ? '' : (text(failure) ?? text(outcome.gaps[0]) ?? lastLine(stderr))
  return {
    status: outcome.status,
    ...(tools === undefined ? {} : { tools }),
    called: distinct(of('mcp.call')),
    succeeded: distinct(successes),
    ms: outcome.durationMs,
    note: brief([gap, why].filter((part) => part !== '').join('; ')),
  }
}

function distinct(events: readonly TraceEvent[]): number {
  return new Set(events.map((event) => event['gen_ai.tool.name'])).size
}

function text(of: TraceEvent | { readonly detail: string } | undefined): string | undefined {
  if (of === undefined) return undefined
  if (!('kind' in of)) return of.detail
  return of['error.message'] ?? of['gen_ai.tool.call.result'] ?? of['error.type']
}

function lastLine(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  return lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? ''
}

/** Short, on one line, and safe in a table. */
function brief(note: string): string {
  return note
    .replace(/[^ -~]+|[|\\]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 100)
}
