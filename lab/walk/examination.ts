import type { Artifact, BehaviorProfile, EventRecord, Finding, Match, Trace, Verdict } from '@clawback/model'

/** Everything that is known of one artifact after the walk. */
export interface Examination {
  readonly artifact: Artifact
  /** Facts, then trace events, then matches. */
  readonly records: readonly EventRecord[]
  readonly matches: readonly Match[]
  readonly traces: readonly Trace[]
  readonly profile: BehaviorProfile
  readonly findings: readonly Finding[]
  readonly verdict: Verdict
  /** Digest of the self-test the sandbox passed before this job (`clawback doctor`); absent when none was made. */
  readonly selfTest?: string
}
