import { bytesOf, maybeTextOf, textOf } from '@clawback/ledger'
import type { Ledger, Row } from '@clawback/ledger'
import type { VerdictLabel } from '@clawback/model'
import { list } from '../know/query.js'
import { unpackExamination, unpackObservation } from '../store/kept.js'
import { packLines } from '../store/pack-records.js'
import type { Examination } from '../walk/examination.js'
import { readPages } from './pages.js'

/** One artifact with its findings, as the store knows it. */
export interface Examined {
  readonly one: Examination
  /** RFC 3339. */
  readonly examined: string
  /** When it was first judged, as far as the store remembers; never after `examined`. RFC 3339. */
  readonly first: string
  readonly hosts: readonly string[]
}

const select = `SELECT e.artifact, e.verdict, e.examined, e.body, o.frame,
  (SELECT min(r.started) FROM judgement j JOIN run r ON r.id = j.run WHERE j.artifact = e.artifact) AS first,
  ${list('host', '(SELECT host FROM host h WHERE h.artifact = e.artifact)')} AS hosts
  FROM examination e LEFT JOIN observation o USING (artifact) WHERE e.artifact IN (SELECT value FROM json_each(?))`

const size = 50

/**
 * Examinations of the artifacts named, one after the other. Facts and events are most of their bytes and are read only
 * of verdicts in `whole`; the others have no records but their matches.
 */
export async function* readExamined(
  ledger: Ledger,
  ids: readonly string[],
  whole: readonly VerdictLabel[] = [],
): AsyncGenerator<Examined> {
  for await (const page of readPages(ledger, select, ids, size))
    for (const row of page) {
      const records = (whole as readonly string[]).includes(textOf(row, 'verdict'))
      const examined = textOf(row, 'examined')
      const first = maybeTextOf(row, 'first') ?? examined
      yield {
        one: await examinationOf(ledger, row, records),
        examined,
        first: first < examined ? first : examined,
        hosts: JSON.parse(textOf(row, 'hosts')) as string[],
      }
    }
}

const none = packLines([]).bytes

async function examinationOf(ledger: Ledger, row: Row, records: boolean): Promise<Examination> {
  const body = bytesOf(row, 'body')
  if (row['frame'] === null) return unpackExamination(body, undefined)
  const frame = bytesOf(row, 'frame')
  const sql = 'SELECT facts, events FROM observation WHERE artifact = ?'
  const kept = records ? await ledger.get(sql, [textOf(row, 'artifact')]) : undefined
  const facts = kept === undefined ? none : bytesOf(kept, 'facts')
  const events = kept === undefined ? none : bytesOf(kept, 'events')
  return unpackExamination(body, unpackObservation({ frame, facts, events }))
}
