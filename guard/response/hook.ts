import type { Receipt, RevocationIntent } from '@clawback/model'

/**
 * Port: takes access back at one provider. Every verb may be called twice for one intent (after a crash, after a
 * time-out) and must then have one effect. It answers with a receipt; it throws only when it could not ask, which
 * counts as `retry`. Secrets never enter a receipt.
 */
export interface Hook {
  readonly provider: string
  /** Subjects it can act on. */
  readonly subjects: readonly RevocationIntent['subject']['type'][]
  /** Issuer whose subjects these are; a hook without one takes every issuer. */
  readonly issuer?: string
  /** Asks the provider. `accepted` is its word only; `effective` must have been probed. */
  revoke(intent: RevocationIntent, signal: AbortSignal): Promise<Receipt>
  /** Probes: `effective` when access is gone (for a restore: back), `not_effective` when it is not, else `unknown`. */
  verify(intent: RevocationIntent, signal: AbortSignal): Promise<Receipt>
  /** Gives back what can be given back, with what `revoke` left in `undo`. */
  restore(intent: RevocationIntent, undo: string | undefined, signal: AbortSignal): Promise<Receipt>
}
