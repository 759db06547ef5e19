import { canonicalJson, ClawbackError, uuidv7 } from '@clawback/model'
import type { IntentState, RevocationIntent } from '@clawback/model'
import type { Verbs } from '@clawback/ledger'
import { appendAudit, digest } from './audit.js'
import { step } from './intent.js'
import type { IntentEvent } from './intent.js'
import { storedIntent } from './stored.js'
import type { StoredIntent } from './stored.js'

/** What is wanted, before it has an id or a life. */
export interface IntentDraft extends Pick<
  RevocationIntent,
  'incident' | 'level' | 'provider' | 'operation' | 'subject' | 'reason' | 'alerts'
> {
  readonly automatic: boolean
  /** Raised when the same is wanted again after an end (a retry by hand, a second revocation after a restore). */
  readonly epoch: number
  readonly restores?: string
  /** What the provider gave for undoing; a restore carries that of the revocation. */
  readonly undo?: string
}

/** What a move changes beside the state. `null` empties a column. */
export interface Changes {
  readonly attempts?: number
  readonly probes?: number
  readonly nextAt?: number | null
  readonly leaseUntil?: number | null
  readonly undo?: string
  readonly detail?: string
}

/** sha256(tenant | provider | subject | operation | incident | epoch): the same want is the same row and the same request. */
export function idempotencyKey(tenant: string, draft: IntentDraft): string {
  const { provider, subject, operation, incident, epoch } = draft
  return digest([tenant, provider, subject.type, subject.id, operation, incident, epoch].join('|'))
}

/** Writes a want down once. The second time it answers with the row that is there. */
export async function propose(
  tx: Verbs,
  now: number,
  tenant: string,
  draft: IntentDraft,
  actor: string,
): Promise<{ readonly stored: StoredIntent; readonly fresh: boolean }> {
  const key = idempotencyKey(tenant, draft)
  const known = await tx.get('SELECT * FROM intent WHERE idempotency_key = ?', [key])
  if (known) return { stored: storedIntent(known), fresh: false }
  const id = uuidv7(now)
  const { type, id: subject, related = {} } = draft.subject
  await tx.run(
    `INSERT INTO intent (id, idempotency_key, incident, level, provider, operation, subject_type, subject_id, related,
       reason, alerts, state, times, automatic, epoch, created, restores, undo)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'proposed', ?, ?, ?, ?, ?, ?)`,
    [
      id,
      key,
      draft.incident,
      draft.level,
      draft.provider,
      draft.operation,
      type,
      subject,
      canonicalJson(related),
      draft.reason,
      canonicalJson(draft.alerts),
      canonicalJson({ proposed: new Date(now).toISOString() }),
      draft.automatic ? 1 : 0,
      draft.epoch,
      now,
      draft.restores ?? null,
      draft.undo ?? null,
    ],
  )
  const { incident, level, provider, operation, reason, alerts, epoch } = draft
  const payload = {
    intent: id,
    to: 'proposed',
    incident,
    level,
    provider,
    operation,
    type,
    subject,
    reason,
    alerts,
    epoch,
  }
  await appendAudit(tx, now, { actor, event: 'intent.propose', payload })
  return { stored: await intentAt(tx, id), fresh: true }
}

/**
 * Moves an intent: state row and audit row in the transaction given. Throws GUARD_REFUSED when its life does not know
 * the move; nothing is written then.
 */
export async function move(
  tx: Verbs,
  now: number,
  id: string,
  event: IntentEvent,
  actor: string,
  changes: Changes = {},
): Promise<StoredIntent> {
  const { intent, ...kept } = await intentAt(tx, id)
  const to = step(intent.state, event)
  if (typeof to === 'object')
    throw new ClawbackError('GUARD_REFUSED', {
      detail: to.refused,
      mend: 'Look at `clawback guard intents`.',
    })
  const times: Partial<Record<IntentState, string>> = { ...intent.times, [to]: new Date(now).toISOString() }
  const nextAt = changes.nextAt === undefined ? kept.nextAt : changes.nextAt
  const leaseUntil = changes.leaseUntil === undefined ? kept.leaseUntil : changes.leaseUntil
  await tx.run(
    `UPDATE intent SET state = ?, times = ?, attempts = ?, probes = ?, next_at = ?, lease_until = ?, undo = ?, detail = ?
     WHERE id = ?`,
    [
      to,
      canonicalJson(times),
      changes.attempts ?? intent.attempts,
      changes.probes ?? kept.probes,
      nextAt ?? null,
      leaseUntil ?? null,
      changes.undo ?? kept.undo ?? null,
      changes.detail ?? kept.detail,
      id,
    ],
  )
  const payload = { intent: id, from: intent.state, to, detail: changes.detail, attempts: changes.attempts }
  await appendAudit(tx, now, { actor, event: `intent.${event}`, payload })
  return intentAt(tx, id)
}

/** Changes what lies beside the state (a later probe, a longer lease). The state stays, so there is no audit row. */
export async function reschedule(
  tx: Verbs,
  id: string,
  nextAt: number | null,
  probes: number,
  detail: string,
): Promise<void> {
  await tx.run('UPDATE intent SET next_at = ?, probes = ?, detail = ? WHERE id = ?', [
    nextAt,
    probes,
    detail,
    id,
  ])
}

/** The intent by id; GUARD_REFUSED when there is none. */
export async function intentAt(tx: Pick<Verbs, 'get'>, id: string): Promise<StoredIntent> {
  const row = await tx.get('SELECT * FROM intent WHERE id = ?', [id])
  if (!row)
    throw new ClawbackError('GUARD_REFUSED', {
      detail: `there is no intent ${id}`,
      mend: 'Look at `clawback guard intents`.',
    })
  return storedIntent(row)
}

/** Intents whose time has come, oldest first. A lease that ran out counts: its worker died. */
export async function dueIntents(
  tx: Pick<Verbs, 'all'>,
  now: number,
  limit: number,
): Promise<StoredIntent[]> {
  const rows = await tx.all('SELECT * FROM intent WHERE next_at <= ? ORDER BY next_at, rowid LIMIT ?', [
    now,
    limit,
  ])
  return rows.map(storedIntent)
}
