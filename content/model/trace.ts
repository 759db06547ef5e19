import type { Gap } from './artifact.js'
import type { TraceEvent } from './record.js'

/** How a run ended. The sample's misbehaviour is a status; only `sandbox-error` is our own failure. */
export type RunStatus =
  | 'completed'
  | 'nonzero'
  | 'signal'
  | 'timeout'
  | 'memory'
  | 'output-flood'
  | 'event-flood'
  | 'protocol-error'
  | 'missing-dependency'
  | 'trace-incomplete'
  | 'sandbox-error'

/** Who plays in a run, and what. */
export interface EntryPoint {
  readonly actor: 'script' | 'mcp-client' | 'scripted-agent' | 'llm-agent'
  /** Stable name within the artifact: a path, or a server name. */
  readonly name: string
  /** argv inside the cell, with `/skill` as the artifact's root. Empty for agents. */
  readonly command: readonly string[]
}

/** What a model cost in a run. Tokens are as its provider counted them. */
export interface ModelUse {
  readonly name: string
  readonly turns: number
  readonly inputTokens: number
  readonly outputTokens: number
  /** The model was done, or a budget ended it. */
  readonly ended: 'done' | 'budget' | 'turns'
  /** US dollars; missing when no prices were given. */
  readonly costUsd?: number
}

/** What one run came to. */
export interface RunOutcome {
  readonly run: string
  readonly artifact: string
  readonly entry: EntryPoint
  readonly variant: string
  readonly status: RunStatus
  /** True when the entry point got past its imports and did something of its own. */
  readonly covered: boolean
  readonly exitCode?: number
  readonly signal?: string
  /** Milliseconds from start to end. */
  readonly durationMs: number
  readonly events: number
  readonly cell: string
  /** sha256 of the recorded answers that a researcher supplied for the network of this run. */
  readonly recorded?: string
  /** Degraded modes that were allowed explicitly, and blind spots of this cell. */
  readonly degraded: readonly string[]
  readonly gaps: readonly Gap[]
  /** sha256 over the normalised events (no pids, times, ports, canary values). */
  readonly digest: string
  /** Only of runs that a model played. */
  readonly model?: ModelUse
}

/** All that was seen in one run, in order of `seq`. */
export interface Trace {
  readonly outcome: RunOutcome
  readonly events: readonly TraceEvent[]
  /** Bodies kept out of line: sha256 -> bytes as base64, capped. */
  readonly bodies: Readonly<Record<string, string>>
}
