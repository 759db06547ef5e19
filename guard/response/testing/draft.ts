import type { Ledger } from '@clawback/ledger'
import { move, propose } from '../outbox.js'
import type { IntentDraft } from '../outbox.js'
import type { StoredIntent } from '../stored.js'

/** A want for tests, of level 3 on one grant. */
export function draftOf(subject: string, changes: Partial<IntentDraft> = {}): IntentDraft {
  return {
    incident: `incident-of-${subject}`,
    level: 3,
    provider: 'idp',
    operation: 'revoke',
    subject: { type: 'grant', id: subject },
    reason: 'a test',
    alerts: ['alert-1'],
    automatic: true,
    epoch: 0,
    ...changes,
  }
}

/** Proposes, lets through and queues in one transaction, as the responder does. */
export async function enqueue(ledger: Ledger, now: number, draft: IntentDraft): Promise<StoredIntent> {
  return ledger.transaction(async (tx) => {
    const { stored, fresh } = await propose(tx, now, 'test', draft, 'guard')
    if (!fresh) return stored
    await move(tx, now, stored.intent.id, 'pass', 'guard')
    return move(tx, now, stored.intent.id, 'enqueue', 'guard', { nextAt: now })
  })
}
