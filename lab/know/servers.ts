import { bytesOf, maybeNumberOf, maybeTextOf, textOf } from '@clawback/ledger'
import type { Ledger, Row } from '@clawback/ledger'
import { readPages } from '../export/pages.js'
import { unpackTraces } from '../store/kept.js'
import { matchingArtifacts } from './query.js'
import type { Filter } from './query.js'
import { bestSession, hasAnswered } from './sessions.js'
import type { Session } from './sessions.js'
import { shareOf } from './wilson.js'
import type { Share } from './wilson.js'

/** One MCP server of a store, and what playing with it came to. */
export interface ServerRow extends Omit<Session, 'status'> {
  readonly artifact: string
  readonly name: string
  /** Where it was found, the first by name. */
  readonly source: string
  /** How the run that got furthest ended; `not-run` when nobody played with it. */
  readonly status: Session['status'] | 'not-run'
  /** Milliseconds of the whole job: fetching what it depends on, reading, every run. Absent when no bulk run made it. */
  readonly jobMs?: number
}

/** What the MCP servers of a store answered. */
export interface ServerStats {
  readonly servers: number
  /** Servers that were played with. */
  readonly ran: Share
  /** Of all servers: those that answered `tools/list`, and those with at least one call without an error. */
  readonly listed: Share
  readonly answered: Share
  /** Tools of a server that listed them. */
  readonly tools: { readonly total: number; readonly median: number; readonly most: number }
  /** Tools that were called, and that answered a call without an error. */
  readonly called: number
  readonly succeeded: number
  /** Servers an hour that one worker gets through, over the jobs of those that were looked at. */
  readonly perHour?: number
  /** Servers with a capability of that basis, and how many different ones. */
  readonly capabilities: readonly {
    readonly basis: string
    readonly servers: number
    readonly capabilities: number
  }[]
  /** The longest jobs. */
  readonly slowest: readonly ServerRow[]
  /** Those that did not answer a call, by name. */
  readonly silent: readonly ServerRow[]
}

const page = 20

/** Counts over the MCP servers that a filter leaves: artifacts that are one, and those with a server in them that was run. */
export async function serverStats(ledger: Ledger, filter: Filter = {}, slowest = 10): Promise<ServerStats> {
  const rows = await serversOf(ledger, filter)
  const listing = rows.filter(({ tools }) => tools !== undefined)
  const counts = listing.map(({ tools = 0 }) => tools).sort((a, b) => a - b)
  const timed = rows.filter(({ jobMs }) => jobMs !== undefined)
  const hours = sum(timed.map(({ jobMs = 0 }) => jobMs)) / 3_600_000
  return {
    servers: rows.length,
    ran: shareOf(rows.filter(({ status }) => status !== 'not-run').length, rows.length),
    listed: shareOf(listing.length, rows.length),
    answered: shareOf(rows.filter(hasAnswered).length, rows.length),
    tools: { total: sum(counts), median: medianOf(counts), most: counts.at(-1) ?? 0 },
    called: sum(rows.map(({ called }) => called)),
    succeeded: sum(rows.map(({ succeeded }) => succeeded)),
    ...(hours > 0 ? { perHour: Math.round(timed.length / hours) } : {}),
    capabilities: await capabilitiesOf(ledger, rows),
    slowest: [...timed].sort((a, b) => (b.jobMs ?? 0) - (a.jobMs ?? 0)).slice(0, slowest),
    silent: rows.filter((row) => !hasAnswered(row)),
  }
}

/** The MCP servers that a filter leaves, by name. */
export async function serversOf(ledger: Ledger, filter: Filter = {}): Promise<readonly ServerRow[]> {
  const rows: ServerRow[] = []
  const select = `SELECT e.artifact, e.name, e.kind, o.frame, o.events,
    (SELECT min(c.source) FROM copies c WHERE c.artifact = e.artifact) AS source,
    (SELECT max(j.ms) FROM job j JOIN copies c ON j.id = 'examine ' || c.source
      WHERE c.artifact = e.artifact AND j.status = 'done') AS ms
    FROM examination e JOIN observation o USING (artifact) WHERE e.artifact IN (SELECT value FROM json_each(?))`
  for await (const found of readPages(ledger, select, await matchingArtifacts(ledger, filter), page))
    rows.push(...found.flatMap((row) => rowOf(row) ?? []))
  return rows.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.artifact < b.artifact ? -1 : 1))
}

function rowOf(row: Row): ServerRow | undefined {
  const traces = unpackTraces({ frame: bytesOf(row, 'frame'), events: bytesOf(row, 'events') }, 'mcp-client')
  const session = bestSession(traces)
  if (session === undefined && textOf(row, 'kind') !== 'mcp-server') return undefined
  const ms = maybeNumberOf(row, 'ms')
  return {
    artifact: textOf(row, 'artifact'),
    name: textOf(row, 'name'),
    source: maybeTextOf(row, 'source') ?? '',
    ...(session ?? { status: 'not-run', called: 0, succeeded: 0, ms: 0 }),
    ...(ms === undefined ? {} : { jobMs: ms }),
  }
}

async function capabilitiesOf(
  ledger: Ledger,
  rows: readonly ServerRow[],
): Promise<ServerStats['capabilities']> {
  const sql = `SELECT basis, count(DISTINCT artifact) AS servers, count(DISTINCT action || ' ' || target) AS n
    FROM capability WHERE artifact IN (SELECT value FROM json_each(?)) GROUP BY basis ORDER BY basis`
  const found = await ledger.all(sql, [JSON.stringify(rows.map(({ artifact }) => artifact))])
  return found.map((row) => ({
    basis: textOf(row, 'basis'),
    servers: maybeNumberOf(row, 'servers') ?? 0,
    capabilities: maybeNumberOf(row, 'n') ?? 0,
  }))
}

function medianOf(sorted: readonly number[]): number {
  const half = sorted.length / 2
  return sorted.length === 0 ? 0 : ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0)
}
