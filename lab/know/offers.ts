import { maybeTextOf, numberOf, textOf } from '@clawback/ledger'
import type { Ledger } from '@clawback/ledger'

/** A server and its tools that have one of the abilities that were asked for. */
export interface Offer {
  readonly artifact: string
  readonly name: string
  /** Where it was found, the first by name. */
  readonly source: string
  /** Whether it showed them itself, when it was run; else they were read in its code. */
  readonly listed: boolean
  /** Action -> names of tools, sorted. */
  readonly tools: Readonly<Record<string, readonly string[]>>
}

/** The MCP servers among artifacts, and whatever else offers such a tool, in the order of the ids. */
export async function readOffers(
  ledger: Ledger,
  artifacts: readonly string[],
  actions: readonly string[],
): Promise<readonly Offer[]> {
  const wanted = [JSON.stringify(artifacts), JSON.stringify(actions)]
  const rows = await ledger.all(
    `SELECT artifact, action, target, max(basis = 'observed') AS seen FROM capability
     WHERE artifact IN (SELECT value FROM json_each(?)) AND action IN (SELECT value FROM json_each(?))
     AND basis IN ('static', 'observed') GROUP BY artifact, action, target ORDER BY target`,
    wanted,
  )
  const found = new Map<string, { action: string; tool: string; seen: boolean }[]>()
  for (const row of rows) {
    const artifact = textOf(row, 'artifact')
    const tool = {
      action: textOf(row, 'action'),
      tool: textOf(row, 'target'),
      seen: numberOf(row, 'seen') > 0,
    }
    found.set(artifact, [...(found.get(artifact) ?? []), tool])
  }
  const servers = await ledger.all(
    `SELECT e.artifact, e.name, (SELECT min(c.source) FROM copies c WHERE c.artifact = e.artifact) AS source
     FROM examination e WHERE e.artifact IN (SELECT value FROM json_each(?1))
     AND (e.kind = 'mcp-server' OR e.artifact IN (SELECT value FROM json_each(?2))) ORDER BY e.name, e.artifact`,
    [wanted[0] ?? '[]', JSON.stringify([...found.keys()])],
  )
  return servers.map((row) => {
    const artifact = textOf(row, 'artifact')
    const all = found.get(artifact) ?? []
    const listed = all.some(({ seen }) => seen)
    return {
      artifact,
      name: textOf(row, 'name'),
      source: maybeTextOf(row, 'source') ?? '',
      listed,
      tools: group(listed ? all.filter(({ seen }) => seen) : all),
    }
  })
}

function group(
  all: readonly { readonly action: string; readonly tool: string }[],
): Readonly<Record<string, readonly string[]>> {
  const tools: Record<string, string[]> = {}
  for (const { action, tool } of all) tools[action] = [...(tools[action] ?? []), tool]
  return tools
}
