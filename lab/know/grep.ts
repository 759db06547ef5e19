import { bytesOf, textOf } from '@clawback/ledger'
import type { Ledger } from '@clawback/ledger'
import type { EventRecord } from '@clawback/model'
import { readPages } from '../export/pages.js'
import { unpackLines } from '../store/pack-records.js'
import { placeOf } from '../walk/evidence.js'
import { matchingArtifacts } from './query.js'
import type { Filter } from './query.js'

/** One text of a record in which a pattern was found. */
export interface TextHit {
  /** Which of the queries it answers. */
  readonly query: number
  readonly artifact: string
  readonly name: string
  readonly verdict: string
  /** Kind of the record, and its field. */
  readonly record: string
  readonly field: string
  /** `path:line` of a fact, `run#seq` of an event. */
  readonly place: string
  /** What was found: the first group of the pattern if it has one, else all of it. */
  readonly found: string
  /** The line it is in, at most 300 characters of it. */
  readonly line: string
}

export interface GrepQuery {
  /** Global patterns are not needed: each text is searched for all places. */
  readonly pattern: RegExp
  /** Kinds of records, `text.*` names all of text; all kinds when left out. */
  readonly records?: readonly string[]
}

/** What we say of every record, not the sample. */
const ours =
  /^(?:schema|id|kind|stage|time|seq|cause|source\..*|subject\..*|.*\.digest|.*\.exec_id|.*parent_exec_id)$/
const size = 20
const longest = 300

/**
 * Searches what was read and seen of the artifacts that a filter leaves, in the order of {@link matchingArtifacts}: once,
 * however many queries there are.
 */
export async function* grepRecords(
  ledger: Ledger,
  queries: readonly GrepQuery[],
  filter: Filter = {},
): AsyncGenerator<TextHit> {
  const asked = queries.map(({ pattern, records = [] }) => ({
    pattern: new RegExp(pattern.source, [...new Set(`${pattern.flags}g`)].join('')),
    wants: wanting(records),
  }))
  const select = `SELECT e.artifact, e.name, e.verdict, o.facts, o.events FROM examination e JOIN observation o
    USING (artifact) WHERE e.artifact IN (SELECT value FROM json_each(?))`
  for await (const rows of readPages(ledger, select, await matchingArtifacts(ledger, filter), size))
    for (const row of rows) {
      const about = {
        ...{ artifact: textOf(row, 'artifact'), name: textOf(row, 'name') },
        verdict: textOf(row, 'verdict'),
      }
      const events = unpackLines(bytesOf(row, 'events')) as [number, EventRecord][]
      const facts = unpackLines(bytesOf(row, 'facts')) as EventRecord[]
      for (const record of [...facts, ...events.map(([, event]) => event)])
        for (const [query, { pattern, wants }] of asked.entries())
          if (wants(record.kind)) for (const hit of hitsIn(record, pattern)) yield { ...about, query, ...hit }
    }
}

function wanting(records: readonly string[]): (kind: string) => boolean {
  const exact = new Set(records)
  const above = records.flatMap((one) => (one.endsWith('.*') ? one.slice(0, -1) : []))
  return (kind) => records.length === 0 || exact.has(kind) || above.some((one) => kind.startsWith(one))
}

function* hitsIn(
  record: EventRecord,
  pattern: RegExp,
): Generator<Omit<TextHit, 'artifact' | 'name' | 'verdict' | 'query'>> {
  for (const [field, value] of Object.entries(record)) {
    if (ours.test(field)) continue
    for (const text of Array.isArray(value) ? value : [value]) {
      if (typeof text !== 'string') continue
      for (const match of text.matchAll(pattern)) {
        const found = match[1] ?? match[0]
        yield { record: record.kind, field, place: placeOf(record), found, line: lineAt(text, match.index) }
      }
    }
  }
}

/** The line around a place in a text; of a long one the part from a little before the place. */
function lineAt(text: string, at: number): string {
  const from = Math.max(text.lastIndexOf('\n', at - 1) + 1, at - 60)
  const end = text.indexOf('\n', at)
  return text.slice(from, Math.min(end < 0 ? text.length : end, from + longest))
}
