import type { KeyObject } from 'node:crypto'
import { numberOf, textOf } from '@clawback/ledger'
import type { Verbs } from '@clawback/ledger'
import type { AuditReport } from '../ports.js'
import { auditRow, digest, genesis, sealed } from './audit.js'
import type { AuditRow } from './audit.js'
import { checkpointRow, signedBy } from './checkpoint.js'
import type { Checkpoint } from './checkpoint.js'

const page = 5_000
const problemsShown = 50

/**
 * Walks the whole chain. Finds an edited, deleted, inserted or moved row (hashes and numbers), a cut-off end (signed
 * checkpoints; `witnesses` are copies kept elsewhere, against a cut of both tables), and an intent whose state the
 * chain does not tell.
 */
export async function auditVerify(
  ledger: Pick<Verbs, 'all'>,
  publicKey: KeyObject,
  witnesses: readonly Checkpoint[] = [],
): Promise<AuditReport> {
  const problems: string[] = []
  const found = (problem: string): void => {
    if (problems.length < problemsShown) problems.push(problem)
  }
  const checkpoints = [
    ...(await ledger.all('SELECT * FROM checkpoint ORDER BY seq')).map(checkpointRow),
    ...witnesses,
  ]
  const signed = new Map<number, Set<string>>()
  for (const checkpoint of checkpoints) {
    if (!signedBy(checkpoint, publicKey)) found(`checkpoint ${checkpoint.seq}: the signature does not fit`)
    else signed.set(checkpoint.seq, (signed.get(checkpoint.seq) ?? new Set()).add(checkpoint.hash))
  }
  const told = new Map<string, string>()
  let before: AuditRow | undefined
  let rows = 0
  for (let from = 0; ;) {
    const some = (
      await ledger.all('SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?', [from, page])
    ).map(auditRow)
    for (const row of some) {
      for (const problem of rowProblems(row, before, signed.get(row.seq))) found(`row ${row.seq}: ${problem}`)
      signed.delete(row.seq)
      remember(row, told)
      before = row
    }
    rows += some.length
    from = before?.seq ?? 0
    if (some.length < page) break
  }
  for (const seq of signed.keys()) found(`row ${seq}: signed by a checkpoint, and gone`)
  for (const problem of await untold(ledger, told)) found(problem)
  return { rows, checkpoints: checkpoints.length, problems }
}

function rowProblems(
  row: AuditRow,
  before: AuditRow | undefined,
  signed: ReadonlySet<string> | undefined,
): string[] {
  const problems: string[] = []
  const expected = before ? before.seq + 1 : 1
  if (row.seq !== expected) problems.push(`row ${expected} is missing before it`)
  if (row.prev_hash !== (before?.hash ?? genesis)) problems.push('does not follow the row before it')
  if (digest(row.payload) !== row.payload_hash) problems.push('its payload was edited')
  if (sealed(row).hash !== row.hash) problems.push('was edited')
  if (signed && [...signed].some((hash) => hash !== row.hash))
    problems.push('is not the row a checkpoint signed')
  return problems
}

/** Keeps the last state the chain tells of each intent. */
function remember(row: AuditRow, told: Map<string, string>): void {
  if (!row.event.startsWith('intent.')) return
  try {
    const { intent, to } = JSON.parse(row.payload) as { readonly intent?: unknown; readonly to?: unknown }
    if (typeof intent === 'string' && typeof to === 'string') told.set(intent, to)
  } catch {
    // An edited payload is already told by its hash.
  }
}

async function untold(ledger: Pick<Verbs, 'all'>, told: ReadonlyMap<string, string>): Promise<string[]> {
  const problems: string[] = []
  const states = new Map<string, string>()
  for (let from = 0; ;) {
    const some = await ledger.all(
      'SELECT rowid, id, state FROM intent WHERE rowid > ? ORDER BY rowid LIMIT ?',
      [from, page],
    )
    for (const row of some) {
      states.set(textOf(row, 'id'), textOf(row, 'state'))
      from = numberOf(row, 'rowid')
    }
    if (some.length < page) break
  }
  for (const [id, state] of states)
    if (told.get(id) !== state)
      problems.push(`intent ${id} is ${state}; the chain says ${told.get(id) ?? 'nothing'}`)
  for (const id of told.keys()) if (!states.has(id)) problems.push(`intent ${id} is in the chain, and gone`)
  return problems
}
