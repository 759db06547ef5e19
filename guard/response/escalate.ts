import type { Verbs } from '@clawback/ledger'
import { askApproval } from './approvals.js'
import { hookFor } from './decide.js'
import type { Hook } from './hook.js'
import { move, propose } from './outbox.js'
import type { ResponseSettings } from './settings.js'
import type { StoredIntent } from './stored.js'
import { subjectsAt } from './subject.js'

/**
 * When a revocation has become a dead letter, asks a person for the next rung that a hook can act on. Never by itself:
 * more force than the content asked for is a person's choice.
 */
export async function escalate(
  tx: Verbs,
  now: number,
  dead: StoredIntent,
  hooks: ReadonlyMap<string, Hook>,
  settings: ResponseSettings,
): Promise<StoredIntent | undefined> {
  const { id, incident, operation, subject, provider, reason, alerts } = dead.intent
  if (operation !== 'revoke') return undefined
  const related = subject.related ?? {}
  for (let level = dead.intent.level; level <= 6; level++) {
    for (const next of subjectsAt(level, { related })) {
      const hook = hookFor(next, hooks)
      if (!hook || (next.type === subject.type && hook.provider === provider)) continue
      const draft = {
        incident,
        level: level,
        reason,
        alerts,
        subject: next,
        epoch: dead.epoch,
      } as const
      const want = { ...draft, provider: hook.provider, operation: 'revoke', automatic: true } as const
      const { stored, fresh } = await propose(tx, now, settings.tenant, want, 'guard')
      if (!fresh) continue
      await move(tx, now, stored.intent.id, 'pass', 'guard')
      const why = [`${operation} ${id} of ${subject.type} ${subject.id} failed: ${dead.detail}`]
      return askApproval(tx, now, stored, settings.approvals, why)
    }
  }
  return undefined
}
