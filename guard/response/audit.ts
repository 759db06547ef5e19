import { createHash } from 'node:crypto'
import { canonicalJson } from '@clawback/model'
import { numberOf, textOf } from '@clawback/ledger'
import type { Row, Verbs } from '@clawback/ledger'

/** What an audit row says: who did what, and to which intent, approval or switch. Ids only, no secrets. */
export interface AuditEntry {
  /** `guard`, `worker`, or the name of a person. */
  readonly actor: string
  readonly event: string
  readonly payload: Readonly<Record<string, unknown>>
}

/** A row of the chain. `hash` = SHA-256 of the canonical row without it; `prev_hash` is the hash of the row before. */
export interface AuditRow {
  readonly seq: number
  readonly time: string
  readonly actor: string
  readonly event: string
  readonly payload: string
  readonly payload_hash: string
  readonly prev_hash: string
  readonly hash: string
}

/** `prev_hash` of the first row. */
export const genesis: string = '0'.repeat(64)

/** Appends a row to the chain, within the transaction of what it tells about: neither exists without the other. */
export async function appendAudit(tx: Verbs, now: number, entry: AuditEntry): Promise<AuditRow> {
  const last = await tx.get('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1')
  const payload = canonicalJson(entry.payload)
  const row = sealed({
    seq: last ? numberOf(last, 'seq') + 1 : 1,
    time: new Date(now).toISOString(),
    actor: entry.actor,
    event: entry.event,
    payload,
    payload_hash: digest(payload),
    prev_hash: last ? textOf(last, 'hash') : genesis,
  })
  await tx.run('INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)', [
    row.seq,
    row.time,
    row.actor,
    row.event,
    row.payload,
    row.payload_hash,
    row.prev_hash,
    row.hash,
  ])
  return row
}

/** The row as it must hash; `payload` itself enters through its own hash. */
export function sealed(row: Omit<AuditRow, 'hash'>): AuditRow {
  const { seq, time, actor, event, payload_hash, prev_hash } = row
  return { ...row, hash: digest(canonicalJson({ seq, time, actor, event, payload_hash, prev_hash })) }
}

/** Reads one row of the audit table. */
export function auditRow(row: Row): AuditRow {
  return {
    seq: numberOf(row, 'seq'),
    time: textOf(row, 'time'),
    actor: textOf(row, 'actor'),
    event: textOf(row, 'event'),
    payload: textOf(row, 'payload'),
    payload_hash: textOf(row, 'payload_hash'),
    prev_hash: textOf(row, 'prev_hash'),
    hash: textOf(row, 'hash'),
  }
}

/** SHA-256, lower-case hex. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
