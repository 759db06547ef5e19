import type { Gap } from './artifact.js'
import type { CapabilityEvidence } from './capability.js'
import type { RunOutcome } from './trace.js'

/** What was looked at and what was not. A missing look is never "clean". */
export interface Coverage {
  /** Files of the artifact, and how many of them an engine could read in full. */
  readonly files: { readonly total: number; readonly read: number }
  /** Entry points found, and how many were run past their imports. Absent when nothing was run. */
  readonly entries?: { readonly total: number; readonly ran: number }
  /** Engine -> outcome. */
  readonly engines: Readonly<Record<string, EngineOutcome>>
  readonly gaps: readonly Gap[]
  /** Set when only what changed was looked at: the base, and the changed files of this artifact. */
  readonly since?: { readonly ref: string; readonly commit: string; readonly changed: readonly string[] }
}

/** How one engine fared on one artifact (more than two values: "not available" is not "clean"). */
export type EngineOutcome = 'ok' | 'partial' | 'failed' | 'not-available' | 'not-applicable'

/** What one artifact declares, could do by its code, and did. */
export interface BehaviorProfile {
  readonly artifact: string
  readonly name: string
  readonly capabilities: readonly CapabilityEvidence[]
  /** Observed minus declared. */
  readonly hidden: readonly CapabilityEvidence[]
  /** Declared minus static and observed. */
  readonly unused: readonly CapabilityEvidence[]
  readonly runs: readonly RunOutcome[]
  readonly coverage: Coverage
  /** Engine -> version. */
  readonly versions: Readonly<Record<string, string>>
}
