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
  /** What a restore will need, looked up and stored before anything is taken; undefined when there is nothing. */
  prepare?(intent: RevocationIntent, signal: AbortSignal): Promise<string | undefined>
  /** Asks the provider. `accepted` is its word only; `effective` must have been probed. */
  revoke(intent: RevocationIntent, signal: AbortSignal): Promise<Receipt>
  /** Gives back what can be given back. */
  restore(intent: RevocationIntent, undo: string | undefined, signal: AbortSignal): Promise<Receipt>
  /** Probes: `effective` when access is gone (for a restore: to be had again), `not_effective` when not, else `unknown`. */
  verify(intent: RevocationIntent, undo: string | undefined, signal: AbortSignal): Promise<Receipt>
}
