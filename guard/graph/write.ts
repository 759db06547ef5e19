import { numberOf, textOf } from '@clawback/ledger'
import type { SqlValue, Verbs } from '@clawback/ledger'
import type { AgentEvent } from '@clawback/model'
import type { Observed } from '../ports.js'
import { chainOf, linksOf, nodeKind } from './edges.js'
import type { Link } from './edges.js'
import { many } from './sql.js'

/** An event that waits to be stored, with what it was seen with. */
export interface Pending {
  event: AgentEvent
  readonly observed: Pick<Observed, 'keys' | 'claims'>
}

const storedAlready = `
  SELECT id AS known FROM event WHERE id IN (SELECT value FROM json_each(?))
  UNION ALL SELECT dedupe FROM event WHERE dedupe IN (SELECT value FROM json_each(?))`

/** Stores events with their edges; those stored already, by id or dedupe key, change nothing. */
export async function insert(tx: Verbs, pending: readonly Pending[]): Promise<void> {
  const known = new Set<string>()
  const keys = pending.flatMap(({ event }) => event.record['source.dedupe_key'] ?? [])
  const ids = pending.map(({ event }) => event.record.id)
  for (const row of await tx.all(storedAlready, [JSON.stringify(ids), JSON.stringify(keys)]))
    known.add(textOf(row, 'known'))
  const added: Pending[] = []
  for (const one of pending) {
    const { id, 'source.dedupe_key': dedupe } = one.event.record
    if (known.has(id) || (dedupe !== undefined && known.has(dedupe))) continue
    if (dedupe !== undefined) known.add(dedupe)
    added.push(one)
  }
  await many(tx, `INSERT INTO event (${eventColumns.join(',')}) VALUES`, '', added.map(eventRow))
  const links = added.flatMap(({ event }) => linksOf(event).map((link) => ({ event, link })))
  await putLinks(tx, links)
}

const eventColumns = [
  'id',
  'dedupe',
  'time',
  'kind',
  'source',
  'chain',
  'instance',
  'human',
  'credential',
  'call',
  'rev',
  'record',
  'attribution',
  'observed',
]

function eventRow({ event: { record, attribution }, observed }: Pending): readonly SqlValue[] {
  return [
    record.id,
    record['source.dedupe_key'] ?? null,
    record.time,
    record.kind,
    record['source.connector'] ?? record['source.engine'],
    chainOf(attribution) ?? null,
    attribution.lineage.at(-1) ?? null,
    attribution.human ?? null,
    attribution.credential ?? null,
    record['gen_ai.tool.call.id'] ?? null,
    attribution.rev,
    JSON.stringify(record),
    JSON.stringify(attribution),
    JSON.stringify(observed),
  ]
}

interface EventLink {
  readonly event: AgentEvent
  readonly link: Link
}

async function putLinks(tx: Verbs, links: readonly EventLink[]): Promise<void> {
  const nodes = new Set(links.flatMap(({ link }) => [link.src, link.dst]))
  await many(
    tx,
    'INSERT OR IGNORE INTO node (id, kind) VALUES',
    '',
    [...nodes].map((node) => [node, nodeKind(node)]),
  )
  await many(
    tx,
    'INSERT INTO link (event, src, kind, dst, time) VALUES',
    '',
    links.map(({ event: { record }, link }) => [record.id, link.src, link.kind, link.dst, record.time]),
  )
  await many(
    tx,
    'INSERT INTO edge (src, kind, dst, first, last, count) VALUES',
    'ON CONFLICT (src, kind, dst) DO UPDATE SET first = min(first, excluded.first), last = max(last, excluded.last), count = count + 1',
    links.map(({ event: { record }, link }) => [link.src, link.kind, link.dst, record.time, record.time, 1]),
  )
}

/** A new answer for an event that is stored: its old edges go, its new ones come, what hangs on nothing more is gone. */
export async function replace(tx: Verbs, event: AgentEvent): Promise<void> {
  const { record, attribution } = event
  const stored = await tx.get('SELECT rev, record FROM event WHERE id = ?', [record.id])
  if (stored === undefined || numberOf(stored, 'rev') >= attribution.rev) return
  await tx.run(
    'UPDATE event SET chain = ?, instance = ?, human = ?, credential = ?, rev = ?, record = ?, attribution = ? WHERE id = ?',
    [
      chainOf(attribution) ?? null,
      attribution.lineage.at(-1) ?? null,
      attribution.human ?? null,
      attribution.credential ?? null,
      attribution.rev,
      JSON.stringify(record),
      JSON.stringify(attribution),
      record.id,
    ],
  )
  const before = (await tx.all('SELECT src, kind, dst FROM link WHERE event = ?', [record.id])).map(
    (row): Link => ({ src: textOf(row, 'src'), kind: textOf(row, 'kind'), dst: textOf(row, 'dst') }),
  )
  const after = linksOf(event)
  const gone = before.filter((link) => !after.some((other) => same(link, other)))
  const come = after.filter((link) => !before.some((other) => same(link, other)))
  for (const link of gone) {
    await tx.run('DELETE FROM link WHERE event = ? AND src = ? AND kind = ? AND dst = ?', [
      record.id,
      ...ends(link),
    ])
    await tx.run('DELETE FROM edge WHERE src = ? AND kind = ? AND dst = ?', ends(link))
    await tx.run(
      `INSERT INTO edge (src, kind, dst, first, last, count)
       SELECT src, kind, dst, min(time), max(time), count(*) FROM link WHERE src = ? AND kind = ? AND dst = ?
       GROUP BY src, kind, dst`,
      ends(link),
    )
  }
  await putLinks(
    tx,
    come.map((link) => ({ event, link })),
  )
  for (const node of new Set(gone.flatMap(({ src, dst }) => [src, dst])))
    await tx.run(
      'DELETE FROM node WHERE id = ? AND NOT EXISTS (SELECT 1 FROM edge WHERE src = ?) AND NOT EXISTS (SELECT 1 FROM edge WHERE dst = ?)',
      [node, node, node],
    )
}

function same(a: Link, b: Link): boolean {
  return a.src === b.src && a.kind === b.kind && a.dst === b.dst
}

function ends({ src, kind, dst }: Link): readonly [string, string, string] {
  return [src, kind, dst]
}
