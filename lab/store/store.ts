import { openLedger } from '@clawback/ledger'
import type { SqlValue } from '@clawback/ledger'
import type { Verdict } from '@clawback/model'
import type { Examination } from '../walk/examine.js'
import { migrations } from './migrations.js'
import { columns, examinationOf, examinationValues, findingValues, storedRow } from './rows.js'
import type { StoredRow } from './rows.js'

export interface StoreQuery {
  readonly verdict?: Verdict['label']
  readonly name?: string
}

/** Port: where results are kept. One writer; other tools may open the file read-only (views `artifacts`, `findings`). */
export interface Store {
  /** Keeps one examination; a newer one of the same artifact takes the place of the older. `examined` is RFC 3339. */
  put(examination: Examination, examined: string): Promise<void>
  get(artifact: string): Promise<Examination | undefined>
  query(query?: StoreQuery): Promise<readonly StoredRow[]>
  close(): Promise<void>
}

const upsert = `INSERT INTO examination (${columns}, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (artifact) DO UPDATE SET name = excluded.name, kind = excluded.kind, verdict = excluded.verdict,
  score = excluded.score, basis = excluded.basis, examined = excluded.examined, body = excluded.body`

/** Opens (and makes) the corpus store. Throws LEDGER_NEWER, LEDGER_BROKEN. */
export async function openStore(path: string): Promise<Store> {
  const ledger = await openLedger(path, { migrations, durability: 'checkpoint' })
  return {
    put: (one, examined) =>
      ledger.transaction(async (tx) => {
        await tx.run(upsert, examinationValues(one, examined))
        await tx.run('DELETE FROM finding WHERE artifact = ?', [one.artifact.id])
        for (const values of findingValues(one))
          await tx.run(
            'INSERT INTO finding (artifact, rule, title, level, type, pack) VALUES (?, ?, ?, ?, ?, ?)',
            values,
          )
      }),
    async get(artifact) {
      const row = await ledger.get('SELECT body FROM examination WHERE artifact = ?', [artifact])
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

function conditions(query: StoreQuery): { readonly where: string; readonly values: readonly SqlValue[] } {
  const parts = Object.entries({ verdict: query.verdict, name: query.name }).filter(
    ([, value]) => value !== undefined,
  )
  const where = parts.map(([column]) => `${column} = ?`).join(' AND ')
  return { where: where === '' ? '' : `WHERE ${where}`, values: parts.map(([, value]) => value ?? null) }
}
