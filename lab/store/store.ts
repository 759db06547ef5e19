import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { bytesOf, openLedger } from '@clawback/ledger'
import type { Ledger, Row, SqlValue } from '@clawback/ledger'
import { ClawbackError } from '@clawback/model'
import type { Verdict } from '@clawback/model'
import type { Examination } from '../walk/examination.js'
import type { Observation } from '../walk/observe.js'
import { packExamination, packObservation, unpackExamination, unpackObservation } from './kept.js'
import { migrations } from './migrations.js'
import { columns, storedRow } from './rows.js'
import type { StoredRow } from './rows.js'
import { writeKept, writeObservation } from './write.js'

export interface StoreQuery {
  readonly verdict?: Verdict['label']
  readonly name?: string
}

/** Port: where results are kept. One writer; other tools may open the file read-only (docs/store.md). */
export interface Store {
  readonly ledger: Ledger
  /** Keeps one examination; a newer one of the same artifact takes the place of the older. `examined` is RFC 3339. */
  put(examination: Examination, examined: string): Promise<void>
  get(artifact: string): Promise<Examination | undefined>
  query(query?: StoreQuery): Promise<readonly StoredRow[]>
  close(): Promise<void>
}

/** Name of the file inside a folder that a bulk run was given. */
const fileName = 'store.sqlite'

/** The file of a store that was named by its folder or by itself. */
export async function storeFile(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined)
  return found?.isFile() === true ? path : join(path, fileName)
}

/** Opens a store that is there already, by its file or its folder. Throws INPUT_NOT_FOUND and what {@link openStore} throws. */
export async function openExistingStore(path: string): Promise<Store> {
  const file = await storeFile(path)
  await stat(file).catch(() => {
    throw new ClawbackError('INPUT_NOT_FOUND', { locator: file })
  })
  return await openStore(file)
}

/**
 * Opens a store that is there for reading only: another program may write to it meanwhile. Throws INPUT_NOT_FOUND,
 * LEDGER_OLDER, LEDGER_NEWER, LEDGER_BROKEN.
 */
export async function readStore(path: string): Promise<Store> {
  const file = await storeFile(path)
  await stat(file).catch(() => {
    throw new ClawbackError('INPUT_NOT_FOUND', { locator: file })
  })
  return await openStore(file, { readonly: true })
}

/** Opens (and makes, and brings forward) the corpus store in a file. Throws LEDGER_NEWER, LEDGER_BROKEN. */
export async function openStore(
  path: string,
  { readonly = false }: { readonly readonly?: boolean } = {},
): Promise<Store> {
  const ledger = await openLedger(path, { migrations, durability: 'checkpoint', readonly })
  return {
    ledger,
    put: (one, time) =>
      ledger.transaction(async (tx) => {
        const when = { run: 0, time, reading: '', running: '', judging: '' }
        await writeKept(tx, packExamination(one), when)
        await writeObservation(tx, one.artifact.id, packObservation(observationOf(one)), when)
      }),
    async get(artifact) {
      const row = await ledger.get(
        'SELECT e.body, o.frame, o.facts, o.events FROM examination e LEFT JOIN observation o USING (artifact) WHERE artifact = ?',
        [artifact],
      )
      return row === undefined ? undefined : examinationOf(row)
    },
    async query(query = {}) {
      const { where, values } = conditions(query)
      return (
        await ledger.all(`SELECT ${columns} FROM examination ${where} ORDER BY score DESC, name`, values)
      ).map(storedRow)
    },
    close: () => ledger.close(),
  }
}

/** What was observed, taken out of an examination again. */
export function observationOf(one: Examination): Observation {
  const { artifact, records, traces, profile, verdict, selfTest } = one
  const facts = records.filter(({ kind, stage }) => kind !== 'match' && stage === 'read')
  return {
    artifact,
    reading: {
      facts: facts as Observation['reading']['facts'],
      coverage: profile.coverage,
      versions: profile.versions,
    },
    traces,
    ran: verdict.basis !== 'static',
    ...(selfTest === undefined ? {} : { selfTest }),
  }
}

function examinationOf(row: Row): Examination {
  const kept = row['frame'] === null ? undefined : keptOf(row)
  return unpackExamination(bytesOf(row, 'body'), kept === undefined ? undefined : unpackObservation(kept))
}

/** The compressed observation in a row of its table. */
export function keptOf(row: Row): Parameters<typeof unpackObservation>[0] {
  return { frame: bytesOf(row, 'frame'), facts: bytesOf(row, 'facts'), events: bytesOf(row, 'events') }
}

function conditions(query: StoreQuery): { readonly where: string; readonly values: readonly SqlValue[] } {
  const parts = Object.entries({ verdict: query.verdict, name: query.name }).filter(
    ([, value]) => value !== undefined,
  )
  const where = parts.map(([column]) => `${column} = ?`).join(' AND ')
  return { where: where === '' ? '' : `WHERE ${where}`, values: parts.map(([, value]) => value ?? null) }
}
