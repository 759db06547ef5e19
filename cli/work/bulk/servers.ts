import { serverStats } from '@clawback/lab'
import type { Filter, ServerRow, Share } from '@clawback/lab'
import { paint } from '../../terminal/paint.js'
import { table } from '../../terminal/table.js'
import { withStore } from './with-store.js'

interface ServersArguments extends Filter {
  readonly store: string
  readonly top: number
  readonly json: boolean
}

/** Prints what the MCP servers of a store answered. */
export async function printServers(given: ServersArguments): Promise<number> {
  const found = await withStore(given.store, (ledger) => serverStats(ledger, given, given.top))
  if (given.json) {
    process.stdout.write(`${JSON.stringify(found)}\n`)
    return 0
  }
  const { servers, ran, listed, answered, tools, called, succeeded, perHour, capabilities } = found
  const lines = [
    `${servers} MCP servers`,
    `played with           ${shown(ran)}`,
    `listed their tools    ${shown(listed)}`,
    `answered a call       ${shown(answered)}`,
    `tools                 ${tools.total}; median ${tools.median}, most ${tools.most} a server`,
    `tools called          ${called}, ${succeeded} of them answered without an error`,
    ...capabilities.map(
      (one) => `${one.basis.padEnd(22)}${one.capabilities} capabilities in ${one.servers} servers`,
    ),
    ...(perHour === undefined ? [] : [`rate                  ${perHour} servers an hour and worker`]),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  print('slowest', ['s', 'of these in the run', 'tools', 'server'], found.slowest, (row) => [
    seconds(row.jobMs),
    seconds(row.ms),
    String(row.tools ?? '–'),
    row.name,
  ])
  print(
    'did not answer a call',
    ['status', 'tools', 'called', 'server', 'source', 'first reason'],
    found.silent,
    (row) => [
      row.status,
      String(row.tools ?? '–'),
      String(row.called),
      row.name,
      row.source,
      (row.why ?? '').replace(/\s+/g, ' '),
    ],
  )
  return 0
}

function print(
  title: string,
  head: readonly string[],
  rows: readonly ServerRow[],
  cells: (row: ServerRow) => readonly string[],
): void {
  if (rows.length > 0)
    process.stdout.write(`\n${paint(title, 'bold')}\n${table(head, rows.map(cells), 100)}\n`)
}

function seconds(ms: number | undefined): string {
  return ms === undefined ? '–' : (ms / 1000).toFixed(1)
}

function shown({ hits, of, value, low, high }: Share): string {
  const percent = (share: number | undefined): string => `${((share ?? 0) * 100).toFixed(1)} %`
  return value === undefined
    ? `${hits} of ${of}`
    : `${hits} of ${of}, ${percent(value)} (${percent(low)} to ${percent(high)})`
}
