import { corpusFlows, flowRules } from '@clawback/lab'
import type { CorpusFlow, Filter, FlowServer } from '@clawback/lab'
import { ClawbackError } from '@clawback/model'
import { safeDisplay } from '@clawback/text'
import { loadPacks } from '../../content/load.js'
import type { PackChoice } from '../../content/load.js'
import { paint } from '../../terminal/paint.js'
import { table } from '../../terminal/table.js'
import { withStore } from './with-store.js'

interface FlowsArguments extends Filter, PackChoice {
  readonly store: string
  readonly top: number
  readonly json: boolean
}

/** Prints which servers of a store have the parts of a flow alone, and which only together. */
export async function printFlows(given: FlowsArguments): Promise<number> {
  const rules = flowRules(await loadPacks(given))
  if (rules.length === 0)
    throw new ClawbackError('USAGE', { detail: 'No pack says what a flow is (a correlation with the tag weakness.flow).' }) // prettier-ignore
  const found = await withStore(given.store, (ledger) => corpusFlows(ledger, rules, given))
  if (given.json) {
    process.stdout.write(`${JSON.stringify(found)}\n`)
    return 0
  }
  const { servers, listed, read, flows } = found
  process.stdout.write(
    `${servers} MCP servers; with a part in a flow ${listed + read}: ${listed} by the tools they listed, ${read} by those in their code\n`,
  )
  if (listed + read === 0)
    process.stdout.write('If the store was judged by older packs, judge it again: bulk run --resume.\n')
  for (const flow of flows) print(flow)
  return 0
}

function print({
  rule,
  title,
  parts,
  sets,
  paths,
  acrossServers,
  clients,
  alone,
  together,
}: CorpusFlow): void {
  const lines = [
    `\n${paint(`${rule}: ${title}`, 'bold')}`,
    table(
      ['servers', 'tools', 'part'],
      parts.map((part) => [String(part.servers), String(part.tools), part.action]),
    ),
    `smallest sets of servers with every part: ${sets.map(({ size, sets: n }) => `${n} of ${size}`).join(', ') || 'none'}`,
    `choices of one tool for each part: ${paths}, over several servers ${acrossServers}`,
    `any so many of the servers have every part: ${clients.map(({ servers, share }) => `${servers}: ${(share * 100).toFixed(1)} %`).join(', ')}`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  list(
    'every part alone',
    alone.map((server) => [server]),
  )
  list('every part only together', together)
}

function list(title: string, sets: readonly (readonly FlowServer[])[]): void {
  if (sets.length === 0) return
  const told = sets.map((set) => set.map(tell).join(paint('  +  ', 'dim')))
  process.stdout.write(`\n${paint(title, 'bold')}\n${told.map((line) => `- ${line}`).join('\n')}\n`)
}

/** `files-mcp (tool.read-private: read_file, read_files and 3 more)`. */
function tell({ name, tools }: FlowServer): string {
  const parts = Object.entries(tools).map(([action, names]) => {
    const more = names.length > 2 ? ` and ${names.length - 2} more` : ''
    return `${action}: ${names.slice(0, 2).join(', ')}${more}`
  })
  return safeDisplay(`${name} (${parts.join('; ')})`, { limit: 300 })
}
