import { ClawbackError } from '@clawback/model'
import type { IntentState } from '@clawback/model'
import { textOf } from '@clawback/ledger'
import type { Verbs } from '@clawback/ledger'
import { refuseApprover } from './approvals.js'
import { appendAudit } from './audit.js'
import { move, propose } from './outbox.js'
import type { ResponseSettings } from './settings.js'
import { storedIntent } from './stored.js'
import type { StoredIntent } from './stored.js'
import type { Subject } from './subject.js'

/** What giving back came to. */
export interface Restored {
  /** Intents that now ask the providers to give back. */
  readonly restores: readonly StoredIntent[]
  /** Intents that were called off before they went out. */
  readonly cancelled: readonly StoredIntent[]
  /** Instances that may act again. */
  readonly lifted: readonly Held[]
}

export interface Held {
  readonly incident: string
  readonly instance: string
  readonly related: NonNullable<Subject['related']>
}

const taken: readonly IntentState[] = ['accepted', 'effective', 'done']
const waiting: readonly IntentState[] = ['guarded', 'awaiting_approval', 'queued']
const underWay: readonly IntentState[] = ['sending', 'not_effective', 'failed']

/**
 * Gives back what was taken for an incident, or by one intent: what went out is undone at its provider, what did not is
 * called off, and held instances may act again. Whoever asks must not be the subject. GUARD_REFUSED when nothing is
 * known under the name, or when something is on its way right now.
 */
export async function restore(
  tx: Verbs,
  now: number,
  name: string,
  by: string,
  settings: ResponseSettings,
): Promise<Restored> {
  const rows = await tx.all("SELECT * FROM intent WHERE (incident = ? OR id = ?) AND operation = 'revoke'", [
    name,
    name,
  ])
  const intents = rows.map(storedIntent)
  const holds = await heldFor(tx, name, intents)
  if (intents.length === 0 && holds.length === 0) throw refused(`nothing was taken under the name ${name}`)
  for (const { intent } of intents) refuseApprover(intent.subject, by, settings.approvals)
  for (const { related } of holds) refuseApprover({ related }, by, settings.approvals)
  const moving = intents.find(({ intent }) => underWay.includes(intent.state))
  if (moving)
    throw refused(`intent ${moving.intent.id} is under way (${moving.intent.state}); try again in a moment`)

  const cancelled: StoredIntent[] = []
  for (const { intent } of intents)
    if (waiting.includes(intent.state))
      cancelled.push(
        await move(tx, now, intent.id, 'cancel', by, { nextAt: null, detail: `called off by ${by}` }),
      )
  const restores: StoredIntent[] = []
  for (const stored of intents)
    if (taken.includes(stored.intent.state))
      restores.push(await giveBack(tx, now, stored, by, settings.tenant))
  for (const { instance, incident } of holds) {
    await tx.run('UPDATE held SET lifted = ? WHERE incident = ? AND instance = ?', [now, incident, instance])
    await appendAudit(tx, now, { actor: by, event: 'hold.lift', payload: { instance, incident } })
  }
  return { restores, cancelled, lifted: holds }
}

/** What is held for an incident; for one intent, only the instance it was about. */
async function heldFor(tx: Verbs, name: string, intents: readonly StoredIntent[]): Promise<Held[]> {
  const [first] = intents
  const incident = first?.intent.incident ?? name
  const rows = await tx.all('SELECT instance, related FROM held WHERE incident = ? AND lifted IS NULL', [
    incident,
  ])
  const held = rows.map((row) => ({
    incident,
    instance: textOf(row, 'instance'),
    related: JSON.parse(textOf(row, 'related')) as Held['related'],
  }))
  if (incident === name) return held
  return held.filter(({ instance }) => instance === first?.intent.subject.related?.instance)
}

async function giveBack(
  tx: Verbs,
  now: number,
  { intent, epoch, undo }: StoredIntent,
  by: string,
  tenant: string,
): Promise<StoredIntent> {
  const { id, incident, level, provider, subject, alerts } = intent
  const reason = `asked for by ${by}`
  const draft = {
    incident,
    level,
    provider,
    subject,
    alerts,
    reason,
    operation: 'restore',
    automatic: false,
  } as const
  const kept = undo === undefined ? {} : { undo }
  const { stored, fresh } = await propose(tx, now, tenant, { ...draft, ...kept, epoch, restores: id }, by)
  if (!fresh) return stored
  await move(tx, now, stored.intent.id, 'pass', by)
  return move(tx, now, stored.intent.id, 'enqueue', by, { nextAt: now })
}

function refused(detail: string): ClawbackError {
  return new ClawbackError('GUARD_REFUSED', { detail, mend: 'Look at `clawback guard intents`.' })
}
