import type { RunStatus, Trace, TraceEvent } from '@clawback/model'

/** What playing with a server came to. */
export interface Session {
  readonly status: RunStatus
  /** Tools of its first list; absent when it answered none. */
  readonly tools?: number
  /** Distinct tools that were called, and that answered a call without an error. */
  readonly called: number
  readonly succeeded: number
  /** Milliseconds. */
  readonly ms: number
  /** Why there is less than hoped for: the first error of a call, else how it ended, else the first gap. */
  readonly why?: string
}

/** What one run of a server came to. */
export function sessionOf({ events, outcome }: Trace): Session {
  const of = (kind: string): readonly TraceEvent[] => events.filter((event) => event.kind === kind)
  const first = of('mcp.list').find((event) => event['mcp.method.name'] === 'tools/list')
  const tools = first?.['mcp.list.count']
  const results = of('mcp.result')
  const successes = results.filter((event) => event['effect.outcome'] === 'success')
  const failure = results.find((event) => event['effect.outcome'] === 'failure')
  const why =
    successes.length > 0 ? undefined : (textOf(failure) ?? endOf(outcome, tools) ?? outcome.gaps[0]?.detail)
  return {
    status: outcome.status,
    ...(tools === undefined ? {} : { tools }),
    called: distinct(of('mcp.call')),
    succeeded: distinct(successes),
    ms: outcome.durationMs,
    ...(why === undefined ? {} : { why }),
  }
}

/** Whether a server listed its tools and answered at least one call without an error. */
export function hasAnswered({ tools, succeeded }: Pick<Session, 'tools' | 'succeeded'>): boolean {
  return tools !== undefined && succeeded > 0
}

/** Of several runs of one server the one that got furthest; a new start, which calls nothing, only counts alone. */
export function bestSession(traces: readonly Trace[]): Session | undefined {
  const played = traces.filter(({ outcome }) => outcome.variant !== 'restart').map(sessionOf)
  const rank = (one: Session): number => (hasAnswered(one) ? 2 : one.tools === undefined ? 0 : 1)
  return played.reduce<Session | undefined>(
    (best, one) => (best === undefined || rank(one) >= rank(best) ? one : best),
    undefined,
  )
}

/** How a server ended that never listed a tool. */
function endOf({ exitCode, signal }: Trace['outcome'], tools: number | undefined): string | undefined {
  if (tools !== undefined || (signal === undefined && (exitCode ?? 0) === 0)) return undefined
  return `it ended before it listed its tools (${signal ?? `exit code ${exitCode ?? 0}`})`
}

function distinct(events: readonly TraceEvent[]): number {
  return new Set(events.map((event) => event['gen_ai.tool.name'])).size
}

function textOf(event: TraceEvent | undefined): string | undefined {
  return event?.['error.message'] ?? event?.['gen_ai.tool.call.result'] ?? event?.['error.type']
}
