import { textOf } from '@clawback/ledger'
import type { Ledger } from '@clawback/ledger'
import type { Shared } from '@clawback/model'
import type { Relations } from './relations.js'

/** A family or campaign as the store keeps it, with its artifacts. */
export interface KeptRelation {
  readonly id: string
  readonly basis: 'likeness' | 'campaign'
  readonly name: string
  readonly artifacts: readonly string[]
  readonly shared: Partial<Record<'text' | 'code', readonly Shared[]>>
}

/** Keeps what was found in place of what was found before, in one transaction. */
export async function keepRelations(ledger: Ledger, { families, campaigns }: Relations): Promise<void> {
  const all = [
    ...families.map((one) => ({ basis: 'likeness', one })),
    ...campaigns.map((one) => ({ basis: 'campaign', one })),
  ]
  await ledger.transaction(async (tx) => {
    await tx.run('DELETE FROM family_member')
    await tx.run('DELETE FROM family')
    for (const { basis, one } of all) {
      const { id, name, members, ...body } = one
      const key = `${basis}-${id}`
      await tx.run('INSERT INTO family (id, basis, name, body) VALUES (?, ?, ?, ?)', [
        key,
        basis,
        name,
        JSON.stringify(body),
      ])
      await tx.run('INSERT INTO family_member (family, artifact) SELECT ?, value FROM json_each(?)', [
        key,
        JSON.stringify(members.map(({ artifact }) => artifact)),
      ])
    }
  })
}

/** What was kept; empty when nobody looked. */
export async function keptRelations(ledger: Ledger): Promise<readonly KeptRelation[]> {
  const rows = await ledger.all(
    `SELECT id, basis, name, coalesce(json_extract(body, '$.shared'), '{}') AS shared,
     (SELECT json_group_array(artifact) FROM family_member WHERE family = id) AS artifacts FROM family ORDER BY id`,
  )
  return rows.map((row) => ({
    id: textOf(row, 'id'),
    basis: textOf(row, 'basis') as KeptRelation['basis'],
    name: textOf(row, 'name'),
    artifacts: JSON.parse(textOf(row, 'artifacts')) as string[],
    shared: JSON.parse(textOf(row, 'shared')) as KeptRelation['shared'],
  }))
}
