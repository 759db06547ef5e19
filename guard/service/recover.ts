import { maybeTextOf, textOf } from '@clawback/ledger'
import type { Ledger, Row } from '@clawback/ledger'
import type { Attribution, LiveRecord } from '@clawback/model'
import type { Observed } from '../ports.js'
import type { Ingest } from './ingest.js'

/** Events taken up again after a restart. */
const most = 20_000

/**
 * Brings back what memory held: the newest stored events go through the joins once more, in the order they came. Those
 * received after the evaluator's state was saved are held against the rules again; the same finding is found once.
 */
export async function resumeEvents(
  ledger: Ledger,
  ingest: Ingest,
  judgedUntil: string,
): Promise<{ readonly events: number; readonly judged: number }> {
  const rows = await ledger.all('SELECT record, attribution, observed FROM event ORDER BY id DESC LIMIT ?', [
    most,
  ])
  let judged = 0
  for (const row of rows.reverse()) {
    const { observed, attribution, record } = storedEvent(row)
    const again = (record['source.received'] ?? record.time) >= judgedUntil
    ingest.resume(observed, { record, attribution }, again)
    if (again) judged++
  }
  return { events: rows.length, judged }
}

/** Pairs first seen, by who and what, with the time: what `edge.first_seen` rests on. */
export async function recallSeen(ledger: Ledger): Promise<Map<string, string>> {
  const seen = new Map<string, string>()
  for (const row of await ledger.all('SELECT who, what, first FROM seen LIMIT 500000'))
    seen.set(`${textOf(row, 'who')}\n${textOf(row, 'what')}`, textOf(row, 'first'))
  return seen
}

export async function recallState(ledger: Ledger, name: string): Promise<unknown> {
  const row = await ledger.get('SELECT body FROM state WHERE name = ?', [name])
  const body = row === undefined ? undefined : maybeTextOf(row, 'body')
  return body === undefined ? undefined : (JSON.parse(body) as unknown)
}

function storedEvent(row: Row): { observed: Observed; attribution: Attribution; record: LiveRecord } {
  const record = JSON.parse(textOf(row, 'record')) as LiveRecord
  const { keys, claims } = JSON.parse(textOf(row, 'observed')) as Pick<Observed, 'keys' | 'claims'>
  return {
    record,
    attribution: JSON.parse(textOf(row, 'attribution')) as Attribution,
    observed: { record: withoutAnswer(record), keys, claims },
  }
}

const answered =
  /^(?:human|attribution|actor|edge|reach|taint|baseline)\.|^agent\.(?!mode$)|^effect\.(?:key|previously_denied)$|^cred\.(?:id|owner|inherited)$|^mcp\.server\.known$/

/** The record as its source gave it: fields that attribution and derivation set are made anew. */
function withoutAnswer(record: LiveRecord): LiveRecord {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !answered.test(name))) as LiveRecord
}
