import type { RuleLevel } from './match.js'

/**
 * Rungs of the response ladder, least force first: 0 alert; 1 deny next calls of this instance and ask; 2 stop the
 * instance; 3 revoke the credential it used; 4 disable the agent identity or client; 5 end the person's sessions;
 * 6 disable the person's account. 5 and 6 always need approval.
 */
export type ResponseLevel = 0 | 1 | 2 | 3 | 4 | 5 | 6

/** Content of a pack that says what an alert asks for. The first entry that fits decides. */
export interface ResponsePolicy {
  readonly id: string
  readonly entries: readonly {
    readonly rules?: readonly string[]
    readonly tags?: readonly string[]
    readonly levels?: readonly RuleLevel[]
    /** At least so many distinct findings on one incident. */
    readonly minFindings?: number
    readonly level: ResponseLevel
    /** A person must agree first, whatever the level. */
    readonly approval?: boolean
  }[]
}

/** Life of a revocation. Every transition is one transaction: state row and audit row. */
export type IntentState =
  | 'proposed'
  | 'guarded'
  | 'awaiting_approval'
  | 'queued'
  | 'sending'
  | 'accepted'
  | 'effective'
  | 'not_effective'
  | 'done'
  | 'failed'
  | 'dead_letter'
  | 'cancelled'
  | 'expired'
  | 'restored'

/** Access to be taken back. `subject` comes from attribution, never from configuration. */
export interface RevocationIntent {
  readonly id: string
  readonly incident: string
  readonly level: ResponseLevel
  /** Hook that shall do it. */
  readonly provider: string
  readonly operation: 'revoke' | 'restore'
  readonly subject: {
    readonly type: 'credential' | 'grant' | 'client' | 'session' | 'human' | 'agent'
    readonly id: string
    /** What attribution knows around it; a hook may need the client of a grant, an approver must not be the person. */
    readonly related?: Readonly<
      Partial<
        Record<
          'credential' | 'grant' | 'client' | 'issuer' | 'session' | 'human' | 'agent' | 'instance',
          string
        >
      >
    >
  }
  readonly reason: string
  /** Ids of alerts that ask for it. */
  readonly alerts: readonly string[]
  /** sha256(tenant | provider | subject | operation | incident | epoch). */
  readonly idempotencyKey: string
  readonly state: IntentState
  readonly attempts: number
  /** RFC 3339 times of each state reached. */
  readonly times: Readonly<Partial<Record<IntentState, string>>>
}

/** What a hook answers. `effective` is proof, not hope: `unknown` when it could not be probed. */
export interface Receipt {
  readonly intent: string
  readonly provider: string
  readonly operation: 'revoke' | 'verify' | 'restore'
  readonly outcome: 'accepted' | 'effective' | 'not_effective' | 'unknown' | 'refused' | 'retry'
  readonly detail: string
  /** Milliseconds to wait before a retry, when the provider said so. */
  readonly retryAfterMs?: number
  /** What restore needs; kept in the ledger, never shown. */
  readonly undo?: string
}
