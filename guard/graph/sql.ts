import type { SqlValue, Verbs } from '@clawback/ledger'

/** Rows into one table, as many per statement as a power of two allows: few distinct statements to prepare. */
export async function many(
  tx: Verbs,
  head: string,
  tail: string,
  rows: readonly (readonly SqlValue[])[],
): Promise<void> {
  const width = rows[0]?.length ?? 0
  for (let at = 0; at < rows.length;) {
    const size = 2 ** Math.floor(Math.log2(Math.min(256, rows.length - at)))
    const chunk = rows.slice(at, at + size)
    const values = Array<string>(size)
      .fill(`(${marks(width)})`)
      .join(',')
    await tx.run(`${head} ${values} ${tail}`, chunk.flat())
    at += size
  }
}

export function marks(count: number): string {
  return Array<string>(count).fill('?').join(',')
}

export function* chunks<Item>(items: readonly Item[], size: number): Generator<Item[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size)
}
