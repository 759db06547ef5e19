import type { Verbs } from '@clawback/ledger'
import type { Kept, KeptObservation } from './kept.js'

/** When and by what an artifact was looked at. */
export interface Circumstances {
  readonly run: number
  /** RFC 3339. */
  readonly time: string
  readonly reading: string
  readonly running: string
  readonly judging: string
}

const examination = `INSERT INTO examination (artifact, name, kind, verdict, score, basis, examined, body, judging, run)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (artifact) DO UPDATE SET name = excluded.name, kind = excluded.kind, verdict = excluded.verdict,
  score = excluded.score, basis = excluded.basis, examined = excluded.examined, body = excluded.body,
  judging = excluded.judging, run = excluded.run`

const observation = `INSERT INTO observation (artifact, reading, running, records, bytes, frame, facts, events)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (artifact) DO UPDATE SET reading = excluded.reading, running = excluded.running,
  records = excluded.records, bytes = excluded.bytes, frame = excluded.frame, facts = excluded.facts,
  events = excluded.events`

const judgement = `INSERT INTO judgement (artifact, run, judging, verdict, score, rules) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (artifact, run) DO UPDATE SET judging = excluded.judging, verdict = excluded.verdict,
  score = excluded.score, rules = excluded.rules`

/** Tables whose rows are replaced together with an examination, and their columns after the artifact. */
const lists = {
  findings: ['finding', ['rule', 'title', 'level', 'type', 'pack']],
  capabilities: ['capability', ['action', 'target', 'basis']],
  hosts: ['host', ['host', 'basis']],
} as const

/** Writes one judged artifact within a transaction; the newest takes the place of an older one. */
export async function writeKept(tx: Verbs, kept: Kept, when: Circumstances): Promise<void> {
  const { artifact, name, kind, verdict, score, basis, body } = kept
  const { run, time, judging } = when
  await tx.run(examination, [artifact, name, kind, verdict, score, basis, time, body, judging, run])
  for (const list of ['findings', 'capabilities', 'hosts'] as const)
    await replaceList(tx, lists[list], artifact, JSON.stringify(kept[list]))
  const rules = [...new Set(kept.findings.map(([rule]) => rule))].sort()
  await tx.run(judgement, [artifact, run, judging, verdict, score, JSON.stringify(rules)])
}

export async function writeObservation(
  tx: Verbs,
  artifact: string,
  kept: KeptObservation,
  when: Circumstances,
): Promise<void> {
  const { records, bytes, frame, facts, events } = kept
  await tx.run(observation, [artifact, when.reading, when.running, records, bytes, frame, facts, events])
}

/**
 * Puts a list in the place of an older one, when it is another: packs seldom change what an artifact can do, and rows
 * of one artifact lie all over the indexes.
 */
async function replaceList(
  tx: Verbs,
  [table, names]: (typeof lists)[keyof typeof lists],
  artifact: string,
  list: string,
): Promise<void> {
  const before = await tx.get(listSelect(table, names), [artifact])
  if (before?.['list'] === list) return
  await tx.run(`DELETE FROM ${table} WHERE artifact = ?`, [artifact])
  if (list !== '[]') await tx.run(listInsert(table, names), [artifact, list])
}

/** A whole list in one statement: SQLite takes it apart, and puts it together (https://sqlite.org/json1.html). */
function listInsert(table: string, names: readonly string[]): string {
  const items = names.map((_, index) => `json_extract(value, '$[${index}]')`).join(', ')
  return `INSERT INTO ${table} (artifact, ${names.join(', ')}) SELECT ?, ${items} FROM json_each(?)`
}

function listSelect(table: string, names: readonly string[]): string {
  const columns = names.join(', ')
  return `SELECT json_group_array(json_array(${columns})) AS list
    FROM (SELECT ${columns} FROM ${table} WHERE artifact = ? ORDER BY rowid)`
}
