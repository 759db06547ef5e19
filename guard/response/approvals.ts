import { ClawbackError } from '@clawback/model'
import { maybeTextOf, numberOf, textOf } from '@clawback/ledger'
import type { Row, Verbs } from '@clawback/ledger'
import type { Approval } from '../ports.js'
import { appendAudit } from './audit.js'
import { namesOf } from './guards.js'
import { intentAt, move } from './outbox.js'
import type { ResponseSettings } from './settings.js'
import { storedIntent } from './stored.js'
import type { StoredIntent } from './stored.js'
import type { Subject } from './subject.js'

type Rules = ResponseSettings['approvals']

/** Holds an intent until a person agrees. Within the transaction that proposes it. */
export async function askApproval(
  tx: Verbs,
  now: number,
  stored: StoredIntent,
  rules: Rules,
  why: readonly string[],
): Promise<StoredIntent> {
  const { id, level } = stored.intent
  const expires = now + rules.expireMs
  const needed = level >= rules.twoFrom ? 2 : 1
  const values = [id, why.join('; '), now, rules.remindMs, expires, needed]
  await tx.run('INSERT INTO approval VALUES (?, ?, ?, ?, ?, ?)', values)
  return move(tx, now, id, 'ask', 'guard', {
    nextAt: Math.min(now + rules.remindMs, expires),
    detail: why.join('; '),
  })
}

/**
 * Takes a person's decision. GUARD_REFUSED when the person is the one it is about, or the agent, or not among those who
 * may decide, or when there is nothing left to decide. One `deny` ends it; `approve` counts until enough people agreed.
 */
export async function decideApproval(
  tx: Verbs,
  now: number,
  id: string,
  decision: 'approve' | 'deny',
  by: string,
  rules: Rules,
): Promise<StoredIntent> {
  const stored = await intentAt(tx, id)
  refuseApprover(stored.intent.subject, by, rules)
  const asked = await tx.get('SELECT needed FROM approval WHERE intent = ?', [id])
  if (!asked || stored.intent.state !== 'awaiting_approval')
    throw refused(`intent ${id} is ${stored.intent.state}; there is nothing to decide`)
  await tx.run('INSERT OR REPLACE INTO vote VALUES (?, ?, ?, ?)', [id, by, decision, now])
  await appendAudit(tx, now, { actor: by, event: 'approval.vote', payload: { approval: id, decision } })
  if (decision === 'deny') return move(tx, now, id, 'deny', by, { nextAt: null, detail: `denied by ${by}` })
  const votes = await tx.get("SELECT count(*) AS n FROM vote WHERE intent = ? AND decision = 'approve'", [id])
  if (!votes || numberOf(votes, 'n') < numberOf(asked, 'needed')) return stored
  return move(tx, now, id, 'approve', by, { nextAt: now, detail: `approved by ${by}` })
}

/** GUARD_REFUSED unless this person may decide about this subject: nobody decides about their own access. */
export function refuseApprover(subject: Partial<Subject>, by: string, rules: Rules): void {
  if (by.trim() === '' || by === 'guard' || by === 'worker') throw refused('a person must decide, by name')
  if (rules.by.size > 0 && !rules.by.has(by)) throw refused(`${by} is not among those who may decide`)
  const { type, id, related } = subject
  const own = new Set(namesOf({ ...(type && id ? { [type]: id } : {}), ...related }))
  if ([by, `human:${by}`, `agent:${by}`].some((name) => own.has(name)))
    throw refused(`${by} cannot decide about their own access`)
}

/** Approvals asked for: the latest that are decided, then what is open, each oldest first. */
export async function listApprovals(reader: Pick<Verbs, 'all'>, most = 200): Promise<Approval[]> {
  const rows = await reader.all(
    `SELECT intent.*, why, asked,
       (SELECT group_concat(approver, ', ') FROM vote WHERE vote.intent = intent.id) AS voters,
       (SELECT count(*) FROM vote WHERE vote.intent = intent.id AND decision = 'deny') AS denials
     FROM approval JOIN intent ON intent.id = approval.intent
     ORDER BY intent.state = 'awaiting_approval' DESC, approval.rowid DESC LIMIT ?`,
    [most],
  )
  return rows.map(approvalOf).reverse()
}

function approvalOf(row: Row): Approval {
  const { intent } = storedIntent(row)
  const voters = maybeTextOf(row, 'voters')
  return {
    id: intent.id,
    intent: intent.id,
    incident: intent.incident,
    asks: asksOf({ intent }, textOf(row, 'why')),
    requested: new Date(numberOf(row, 'asked')).toISOString(),
    state: stateOf(intent.state, numberOf(row, 'denials')),
    ...(voters === undefined ? {} : { by: voters }),
  }
}

function stateOf(state: StoredIntent['intent']['state'], denials: number): Approval['state'] {
  if (state === 'awaiting_approval') return 'waiting'
  if (state === 'expired' || (state === 'cancelled' && denials === 0)) return 'expired'
  return denials > 0 ? 'denied' : 'approved'
}

/** One line a person can decide on: what would be done to whom, through which hook, why, and why it was not just done. */
export function asksOf({ intent }: Pick<StoredIntent, 'intent'>, why: string): string {
  const { operation, subject, provider, level, reason } = intent
  const { agent, human } = subject.related ?? {}
  const of = [agent, human && `for ${human}`].filter(Boolean).join(' ')
  return `${operation} ${subject.type} ${subject.id}${of === '' ? '' : ` of ${of}`} at ${provider} (level ${level}): ${reason}. Asked because ${why}.`
}

function refused(detail: string): ClawbackError {
  return new ClawbackError('GUARD_REFUSED', { detail, mend: 'Look at `clawback guard approvals`.' })
}
