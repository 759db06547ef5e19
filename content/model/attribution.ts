import type { Trust } from './record.js'
import type { LiveRecord } from './record.js'

/** What one source says about who acted. Evidence is joined, never overwritten. */
export interface AttributionEvidence {
  readonly claim: 'human' | 'agent' | 'session' | 'parent' | 'credential' | 'run'
  readonly value: string
  /** How it was joined: tool_use_id, traceparent, stamp, process-ancestry, token-act, claimed. */
  readonly method: string
  readonly trust: Trust
  /** 0 to 1. */
  readonly weight: number
  /** Id of the record it came from. */
  readonly ref: string
}

/** A5 proven, A4 platform-asserted, A3 joined by unique id, A2 local causality, A1 circumstantial, A0 claimed. */
export type AttributionLevel = 'A0' | 'A1' | 'A2' | 'A3' | 'A4' | 'A5'

/** Who did it: the person, the agent, the line of agents down to the one that acted, and the credential used. */
export interface Attribution {
  readonly human?: string
  readonly agent?: string
  /** Instances from root to the one that acted. */
  readonly lineage: readonly string[]
  readonly run?: string
  /** Root session of the chain. */
  readonly session?: string
  /** Keyed hash of the credential used. */
  readonly credential?: string
  /** What the identity provider's own log ties the credential to. */
  readonly grant?: string
  readonly client?: string
  readonly issuer?: string
  /** 0 to 1; below 0.5 is shown as unattributed with a best guess. */
  readonly score: number
  readonly level: AttributionLevel
  readonly evidence: readonly AttributionEvidence[]
  readonly conflicts: readonly AttributionEvidence[]
  /** Raised when late evidence changed the answer. */
  readonly rev: number
}

/** A live record with its attribution: `attribution.*`, `human.*` and `agent.*` fields are set from it. */
export interface AgentEvent {
  readonly record: LiveRecord
  readonly attribution: Attribution
}
