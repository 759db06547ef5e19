/** Where the knowledge of a capability comes from. */
export type Basis = 'declared' | 'static' | 'observed' | 'live'

/** Something an artifact or agent can do, says it does, or did. `target` is normalised (`~/.aws/credentials`, `evil.example:443`). */
export interface Capability {
  readonly action: string
  readonly target: string
  readonly basis: Basis
}

/** A capability with the records it rests on. */
export interface CapabilityEvidence extends Capability {
  /** Ids of facts, events or matches; at least one. */
  readonly refs: readonly string[]
}
