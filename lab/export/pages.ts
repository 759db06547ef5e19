import type { Ledger, Row } from '@clawback/ledger'
import { textOf } from '@clawback/ledger'

/**
 * Reads artifacts some at a time, in the order of their ids as given. `select` has one parameter, the JSON array of the
 * ids of a page, and gives a column `artifact`. What left the store meanwhile is passed over.
 */
export async function* readPages(
  ledger: Ledger,
  select: string,
  ids: readonly string[],
  size: number,
): AsyncGenerator<readonly Row[]> {
  for (let at = 0; at < ids.length; at += size) {
    const page = ids.slice(at, at + size)
    const rows = await ledger.all(select, [JSON.stringify(page)])
    const found = new Map(rows.map((row) => [textOf(row, 'artifact'), row]))
    yield page.map((id) => found.get(id)).filter((row) => row !== undefined)
  }
}
