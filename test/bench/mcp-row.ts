import type { Trace, TraceEvent } from '@clawback/model'

/** What a server did. `note`: why there is less than hoped for. */
export interface Row {
  readonly status: string
  readonly tools?: number
  readonly called: number
  readonly succeeded: number
  readonly ms: number
  readonly note: string
}

/** What a session came to. `gap`: what intake could not look at. */
export function rowOf({ events, outcome }: Trace, stderr: string, gap: string): Row {
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
export function brief(note: string): string {
  return note
    .replace(/[^ -~]+|[|\\]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 100)
}

/** One line of a table: `| first | status | tools | tools called | tools that answered | s | note |`. */
export function lineOf(first: string, { status, tools, called, succeeded, ms, note }: Row): string {
  return `| ${first} | ${status} | ${tools ?? '–'} | ${called} | ${succeeded} | ${(ms / 1000).toFixed(1)} | ${note} |`
}

/** Whether a server listed its tools and answered at least one call without an error. */
export function hasAnswered({ tools, succeeded }: Row): boolean {
  return tools !== undefined && succeeded > 0
}
