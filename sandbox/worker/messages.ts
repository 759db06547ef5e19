import type { ErrorCode, TraceEvent } from '@clawback/model'
import type { Tools } from '../cells/bwrap/tools.js'
import type { ModelReply, ModelRequest } from '../actors/llm/model.js'
import type { CellResult, CellRun, Degraded } from '../ports.js'

/** What a worker is told, one JSON value per line on its standard input. End of input ends the worker. */
export type ToWorker =
  | { readonly type: 'open'; readonly opening: Opening }
  | { readonly type: 'run'; readonly run: CellRun }
  /** Answer to an `ask`; without a reply the model failed, and the run with it. */
  | { readonly type: 'reply'; readonly ask: number; readonly reply?: ModelReply }

/** What a worker must know before its first run. */
export interface Opening {
  readonly cell: string
  readonly tools: Tools
  readonly versions: Readonly<Record<string, string>>
  readonly blindSpots: readonly string[]
  readonly folder: string
  readonly node?: string
  /** gVisor's program: samples run in it instead of bubblewrap. */
  readonly runsc?: string
  /** Modes that were allowed and are needed here; stamped into every result. */
  readonly degraded?: readonly Degraded[]
}

/** What a worker says, one JSON value per line on its standard output. */
export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'events'; readonly run: string; readonly events: readonly TraceEvent[] }
  | { readonly type: 'ask'; readonly run: string; readonly ask: number; readonly request: ModelRequest }
  /** The events of the trace are those told before. */
  | { readonly type: 'done'; readonly run: string; readonly result: CellResult }
  | {
      readonly type: 'failed'
      readonly run?: string
      readonly code: ErrorCode
      readonly values: Readonly<Record<string, string>>
    }
