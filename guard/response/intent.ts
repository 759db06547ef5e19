import type { IntentState } from '@clawback/model'

/** What can happen to a revocation intent. */
export type IntentEvent =
  /** The guards let it through, or not. */
  | 'pass'
  | 'refuse'
  /** A person must agree; a person agreed, declined, or did not answer in time (asked again, nothing is sent). */
  | 'ask'
  | 'approve'
  | 'deny'
  | 'remind'
  /** It may go out; a worker took it; that worker died. */
  | 'enqueue'
  | 'lease'
  | 'recover'
  /** What the provider answered: taken, not now, never. */
  | 'accept'
  | 'retry'
  | 'reject'
  /** What the probe showed. */
  | 'prove'
  | 'disprove'
  /** Still effective some time later. */
  | 'settle'
  /** No attempt is left; it is put where a person finds it. */
  | 'exhaust'
  | 'bury'
  /** Taken back before it went out; too old to matter. */
  | 'cancel'
  | 'expire'
  /** Access was given back. */
  | 'restore'

/** A move the life of an intent does not know. */
export interface Refusal {
  readonly refused: string
}

/** The whole life of an intent. What is not written here cannot happen. */
const moves: Readonly<Record<IntentState, Readonly<Partial<Record<IntentEvent, IntentState>>>>> = {
  proposed: { pass: 'guarded', refuse: 'cancelled' },
  guarded: { ask: 'awaiting_approval', enqueue: 'queued', cancel: 'cancelled', expire: 'expired' },
  awaiting_approval: {
    approve: 'queued',
    deny: 'cancelled',
    remind: 'awaiting_approval',
    cancel: 'cancelled',
    expire: 'expired',
  },
  queued: { lease: 'sending', cancel: 'cancelled', expire: 'expired' },
  sending: { accept: 'accepted', retry: 'queued', recover: 'queued', reject: 'failed', exhaust: 'failed' },
  accepted: { prove: 'effective', disprove: 'not_effective', restore: 'restored' },
  effective: { settle: 'done', disprove: 'not_effective', restore: 'restored' },
  not_effective: { retry: 'queued', exhaust: 'failed' },
  failed: { bury: 'dead_letter' },
  done: { restore: 'restored' },
  dead_letter: {},
  cancelled: {},
  expired: {},
  restored: {},
}

/** States without a way out. Trying again after one of them is a new intent of the next epoch. */
export const terminalStates: readonly IntentState[] = (Object.keys(moves) as IntentState[]).filter(
  (state) => Object.keys(moves[state]).length === 0,
)

/** The state after an event, or why there is none. Pure. */
export function step(state: IntentState, event: IntentEvent): IntentState | Refusal {
  return moves[state][event] ?? { refused: `an intent that is ${state} cannot ${event}` }
}
