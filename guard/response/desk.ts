import type { KeyObject } from 'node:crypto'
import { ClawbackError } from '@clawback/model'
import type { Ledger } from '@clawback/ledger'
import { numberOf, textOf } from '@clawback/ledger'
import type { IntentView, ResponseDesk } from '../ports.js'
import type { Announcer } from './announce.js'
import { decideApproval, listApprovals, refuseApprover } from './approvals.js'
import { appendAudit } from './audit.js'
import { auditVerify } from './audit-verify.js'
import type { Memory } from './memory.js'
import { intentAt, move, propose } from './outbox.js'
import { restore } from './restore.js'
import type { ResponseSettings } from './settings.js'
import { storedIntent } from './stored.js'
import type { StoredIntent } from './stored.js'
import type { Time } from './time.js'
import type { Witness } from './witness.js'
import type { Worker } from './worker.js'

export interface DeskParts {
  readonly ledger: Ledger
  readonly settings: ResponseSettings
  readonly memory: Memory
  readonly worker: Pick<Worker, 'kick'>
  readonly time: Time
  readonly announce: Announcer
  readonly witness: Witness
  readonly publicKey: KeyObject
}

/** Most intents shown at once. */
const mostShown = 1_000

/** Everything people do with the response room. All of it is in the audit chain under their name. */
export function createDesk(parts: DeskParts): ResponseDesk {
  const { ledger, settings, memory, worker, time, announce, witness, publicKey } = parts
  return {
    approvals: () => listApprovals(ledger),

    decide: async (approval, decision, by) => {
      const stored = await ledger.transaction((tx) =>
        decideApproval(tx, time.now(), approval, decision, by, settings.approvals),
      )
      if (stored.intent.state !== 'awaiting_approval') announce.moved(stored, decision)
      worker.kick()
      const found = (await listApprovals(ledger)).find(({ id }) => id === approval)
      if (!found) throw refused(`there is no approval ${approval}`)
      return found
    },

    restore: async (name, by) => {
      const now = time.now()
      const { restores, cancelled, lifted } = await ledger.transaction((tx) =>
        restore(tx, now, name, by, settings),
      )
      for (const { instance, incident } of lifted) {
        memory.holds.lift(instance, incident)
        announce.lifted(instance, incident, by)
      }
      for (const { intent } of restores) memory.gaveBack(intent.subject, now)
      worker.kick()
      return [...restores, ...cancelled].map(({ intent }) => intent.id)
    },

    intents: async (incident) => {
      const rows = await ledger.all(
        'SELECT * FROM intent WHERE ? IS NULL OR incident = ? ORDER BY rowid DESC LIMIT ?',
        [incident ?? null, incident ?? null, mostShown],
      )
      return rows.map(storedIntent).map(viewOf).reverse()
    },

    apply: async (id, by) => {
      const stored = await ledger.transaction(async (tx) => {
        const known = await intentAt(tx, id)
        refuseApprover(known.intent.subject, by, settings.approvals)
        const queued = { nextAt: time.now(), detail: `applied by ${by}` }
        if (known.intent.state === 'guarded') return move(tx, time.now(), id, 'enqueue', by, queued)
        if (!['cancelled', 'dead_letter', 'expired', 'restored'].includes(known.intent.state))
          throw refused(`intent ${id} is ${known.intent.state}; there is nothing to apply`)
        const { incident, subject, operation } = known.intent
        const last = await tx.get(
          'SELECT max(epoch) AS epoch FROM intent WHERE incident = ? AND subject_id = ? AND operation = ?',
          [incident, subject.id, operation],
        )
        const epoch = (last ? numberOf(last, 'epoch') : known.epoch) + 1
        const draft = { ...known.intent, automatic: false, epoch }
        const { stored: again } = await propose(tx, time.now(), settings.tenant, draft, by)
        await move(tx, time.now(), again.intent.id, 'pass', by)
        return move(tx, time.now(), again.intent.id, 'enqueue', by, queued)
      })
      worker.kick()
      return viewOf(stored)
    },

    cancel: async (id, by) =>
      viewOf(
        await ledger.transaction(async (tx) => {
          refuseApprover((await intentAt(tx, id)).intent.subject, by, settings.approvals)
          return move(tx, time.now(), id, 'cancel', by, { nextAt: null, detail: `called off by ${by}` })
        }),
      ),

    switches: async () => {
      const fuses = await ledger.all("SELECT name FROM setting WHERE name LIKE 'fuse.%' ORDER BY name")
      const blownFuses = fuses.map((row) => textOf(row, 'name').slice('fuse.'.length))
      return { mode: settings.mode, frozen: memory.frozen, blownFuses }
    },

    resetFuse: async (kind, by) => {
      refuseApprover({}, by, settings.approvals)
      await ledger.transaction(async (tx) => {
        await tx.run('DELETE FROM setting WHERE name = ?', [`fuse.${kind}`])
        await appendAudit(tx, time.now(), { actor: by, event: 'fuse.reset', payload: { kind } })
      })
      memory.fuse.reset(kind)
    },

    freeze: async (frozen, by) => {
      refuseApprover({}, by, settings.approvals)
      await ledger.transaction(async (tx) => {
        if (frozen) await tx.run("INSERT OR REPLACE INTO setting VALUES ('frozen', ?)", [by])
        else await tx.run("DELETE FROM setting WHERE name = 'frozen'")
        const event = frozen ? 'switch.freeze' : 'switch.thaw'
        await appendAudit(tx, time.now(), { actor: by, event, payload: {} })
      })
      memory.frozen = frozen
    },

    audit: async () => {
      await witness.sign()
      return auditVerify(ledger, publicKey, await witness.copies())
    },
  }
}

function viewOf({ intent, detail }: StoredIntent): IntentView {
  const { id, incident, provider, operation, subject, level, state, times } = intent
  return {
    id,
    incident,
    provider,
    operation,
    subject: `${subject.type}:${subject.id}`,
    level,
    state,
    times,
    detail,
  }
}

function refused(detail: string): ClawbackError {
  return new ClawbackError('GUARD_REFUSED', { detail, mend: 'Look at `clawback guard intents`.' })
}
