import { canonicalJson } from '@clawback/model'
import type { Ledger, Verbs } from '@clawback/ledger'
import { askApproval } from './approvals.js'
import { appendAudit } from './audit.js'
import type { Decision, Want } from './decide.js'
import { move, propose } from './outbox.js'
import type { ResponseSettings } from './settings.js'
import type { StoredIntent } from './stored.js'

/** What writing a decision down came to. */
export interface Enacted {
  readonly stored: StoredIntent
  readonly did: 'queued' | 'asked' | 'planned' | 'known'
}

/**
 * Writes a decision down in one transaction: what is held, fuses that blew, and one intent per want, each with its audit
 * row. On disk when it resolves; nothing has been sent yet.
 */
export async function enact(
  ledger: Ledger,
  now: number,
  decision: Decision,
  settings: ResponseSettings,
): Promise<Enacted[]> {
  return ledger.transaction(async (tx) => {
    const { incident, level, why, reason } = decision
    const payload = { incident, level, reason, why, alerts: decision.alerts.map(({ id }) => id) }
    await appendAudit(tx, now, { actor: 'guard', event: 'response.decide', payload })
    for (const { instance, action, related } of decision.holds) {
      await tx.run(
        `INSERT INTO held (instance, incident, level, reason, related, since) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (instance, incident) DO UPDATE SET level = max(level, excluded.level)`,
        [instance, incident, action === 'stop' ? 2 : 1, reason, canonicalJson(related), now],
      )
      await appendAudit(tx, now, {
        actor: 'guard',
        event: 'hold.set',
        payload: { instance, incident, action },
      })
    }
    for (const kind of decision.blown) {
      await tx.run("INSERT OR REPLACE INTO setting VALUES (?, 'blown')", [`fuse.${kind}`])
      await appendAudit(tx, now, { actor: 'guard', event: 'fuse.blow', payload: { kind, incident } })
    }
    const enacted: Enacted[] = []
    for (const want of decision.wants) enacted.push(await enactWant(tx, now, decision, want, settings))
    return enacted
  })
}

async function enactWant(
  tx: Verbs,
  now: number,
  decision: Decision,
  { subject, provider, verdict, why }: Want,
  settings: ResponseSettings,
): Promise<Enacted> {
  const { incident, level, reason } = decision
  const alerts = decision.alerts.map(({ id }) => id)
  const draft = {
    incident,
    level,
    reason,
    alerts,
    subject,
    provider,
    operation: 'revoke',
    automatic: true,
    epoch: 0,
  } as const
  const { stored, fresh } = await propose(tx, now, settings.tenant, draft, 'guard')
  const { id, state } = stored.intent
  if (!fresh) {
    if (state !== 'awaiting_approval' || verdict !== 'act') return { stored, did: 'known' }
    const detail = 'what was missing has arrived; no approval is needed any more'
    return { stored: await move(tx, now, id, 'approve', 'guard', { nextAt: now, detail }), did: 'queued' }
  }
  const guarded = await move(tx, now, id, 'pass', 'guard')
  if (verdict === 'ask')
    return { stored: await askApproval(tx, now, guarded, settings.approvals, why), did: 'asked' }
  if (settings.mode === 'monitor') return { stored: guarded, did: 'planned' }
  return { stored: await move(tx, now, id, 'enqueue', 'guard', { nextAt: now }), did: 'queued' }
}
