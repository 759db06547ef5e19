import { maybeTextOf } from '@clawback/ledger'
import type { Ledger, Row } from '@clawback/ledger'
import { list } from '../know/query.js'
import { columns, storedRow } from '../store/rows.js'
import type { StoredRow } from '../store/rows.js'
import { readPages } from './pages.js'

/** One artifact in the formats that are tables. Every list is sorted and holds each value once. */
export interface ExportRow extends StoredRow {
  readonly labels: readonly string[]
  readonly rules: readonly string[]
  /** `action:target`, as `--capability` takes it, whether declared, read in the code or seen in a run. */
  readonly capabilities: readonly string[]
  readonly hosts: readonly string[]
  /** Where it was found: `source`, or `source!path` inside it. */
  readonly places: readonly string[]
}

type ListColumn = Exclude<keyof ExportRow, keyof StoredRow>
export const listColumns: readonly ListColumn[] = ['labels', 'rules', 'capabilities', 'hosts', 'places']
export const plainColumns: readonly (keyof StoredRow)[] = [
  'artifact',
  'name',
  'kind',
  'verdict',
  'score',
  'basis',
  'examined',
]

const of = (table: string): string => `(SELECT * FROM ${table} t WHERE t.artifact = e.artifact)`
const select = `SELECT ${columns},
  ${list('label', of('copies'))} AS labels, ${list('rule', of('finding'))} AS rules,
  ${list("(action || ':' || target)", of('capability'))} AS capabilities, ${list('host', of('host'))} AS hosts,
  ${list("(source || CASE inside WHEN '' THEN '' ELSE '!' || inside END)", of('copies'))} AS places
  FROM examination e WHERE artifact IN (SELECT value FROM json_each(?))`

/** Rows of the artifacts named, some hundred at a time, so that a large store is never held as a whole. */
export async function* readRows(
  ledger: Ledger,
  ids: readonly string[],
  size = 200,
): AsyncGenerator<readonly ExportRow[]> {
  for await (const page of readPages(ledger, select, ids, size)) yield page.map(rowOf)
}

function rowOf(row: Row): ExportRow {
  const items = (column: string): readonly string[] =>
    JSON.parse(maybeTextOf(row, column) ?? '[]') as string[]
  return {
    ...storedRow(row),
    labels: items('labels'),
    rules: items('rules'),
    capabilities: items('capabilities'),
    hosts: items('hosts'),
    places: items('places'),
  }
}
