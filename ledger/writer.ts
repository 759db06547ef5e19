import { ClawbackError } from '@clawback/model'
import type { Verbs } from './verbs.js'
import type { SqlValue } from './row.js'

/** Rows into one table, many at a time. */
export interface Writer {
  /** Takes a row; resolves when the queue has room for the next one, which is not yet durability. */
  write(row: readonly SqlValue[]): Promise<void>
  /**
   * Resolves when every row taken so far is committed. A failed flush rejects and keeps its rows, so that the next
   * one tries again: nothing is dropped in silence.
   */
  flush(): Promise<void>
  /** Rows taken and not yet committed. */
  pending(): number
}

export interface WriterOptions {
  /** Rows that may wait before `write` holds the caller back. Default 10,000. */
  readonly maxQueue?: number
  /** Rows after which a flush starts by itself. Default 1,000. */
  readonly flushRows?: number
  /** Milliseconds after which the oldest row is flushed. Default 50. */
  readonly flushMs?: number
  /** What to do with a row whose key is there; `update` is the assignment list of an upsert (`n = n + excluded.n`). */
  readonly onConflict?: 'abort' | 'ignore' | 'replace' | { readonly on: string; readonly update: string }
}

/** Most parameters SQLite takes in one statement. */
const maxParameters = 32_766

/** A writer whose chunks run through `commit`, which must be one transaction. */
export function createWriter(
  commit: (body: (tx: Verbs) => Promise<void>) => Promise<void>,
  table: string,
  columns: readonly string[],
  options: WriterOptions = {},
): Writer {
  const { maxQueue = 10_000, flushRows = 1_000, flushMs = 50, onConflict = 'abort' } = options
  const most = Math.min(1_024, Math.floor(maxParameters / columns.length))
  const statement = insertStatement(table, columns, onConflict)
  const queue: (readonly SqlValue[])[] = []
  let flushing: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let failure: unknown

  const drain = async (): Promise<void> => {
    const rows = queue.slice()
    await commit(async (tx) => {
      for (let at = 0; at < rows.length;) {
        const chunk = rows.slice(at, at + powerOfTwo(Math.min(most, rows.length - at)))
        await tx.run(statement(chunk.length), chunk.flat())
        at += chunk.length
      }
    })
    queue.splice(0, rows.length)
  }

  const start = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    flushing ??= drain()
      .then(
        () => (failure = undefined),
        (error: unknown) => {
          failure = error
          throw error
        },
      )
      .finally(() => (flushing = undefined))
    return flushing
  }

  const inBackground = (): void => {
    start().catch(() => undefined)
  }

  return {
    async write(row) {
      if (row.length !== columns.length)
        throw new ClawbackError('INTERNAL', { detail: `${table}: a row needs ${columns.length} values` })
      while (queue.length >= maxQueue) await start()
      queue.push(row)
      if (queue.length >= flushRows) inBackground()
      else timer ??= setTimeout(inBackground, flushMs).unref()
      if (failure !== undefined && !flushing) inBackground()
    },
    async flush() {
      if (flushing) await flushing.catch(() => undefined)
      while (queue.length > 0) await start()
    },
    pending: () => queue.length,
  }
}

/** Chunks of few distinct sizes keep the number of prepared statements small. */
function powerOfTwo(rows: number): number {
  return 2 ** Math.floor(Math.log2(rows))
}

function insertStatement(
  table: string,
  columns: readonly string[],
  onConflict: NonNullable<WriterOptions['onConflict']>,
): (rows: number) => string {
  for (const name of [table, ...columns])
    if (!/^[a-z_][a-z0-9_]*$/i.test(name))
      throw new ClawbackError('INTERNAL', { detail: `bad SQL name ${name}` })
  const verb = typeof onConflict === 'object' ? 'INSERT' : `INSERT OR ${onConflict.toUpperCase()}`
  const upsert =
    typeof onConflict === 'object' ? ` ON CONFLICT (${onConflict.on}) DO UPDATE SET ${onConflict.update}` : ''
  const places = `(${columns.map(() => '?').join(',')})`
  return (rows) =>
    `${verb} INTO ${table} (${columns.join(',')}) VALUES ${Array<string>(rows).fill(places).join(',')}${upsert}`
}
