import { AsyncLocalStorage } from 'node:async_hooks'
import { mkdir, open, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ClawbackError } from '@clawback/model'
import { connect } from './connection.js'
import type { Connection } from './connection.js'
import { ledgerFault } from './fault.js'
import { createLock } from './lock.js'
import { migrate, refuseNewer, refuseOlder, schemaVersion } from './migrate.js'
import { numberOf, textOf } from './row.js'
import type { Row, SqlValue } from './row.js'
import type { Verbs } from './verbs.js'
import { createWriter } from './writer.js'
import type { Writer, WriterOptions } from './writer.js'

/**
 * One SQLite file (https://sqlite.org/wal.html) with one writing and one reading connection: a long read never holds
 * up a write, and a read sees every commit that was awaited before it. After a crash the file holds a prefix of what
 * was committed, nothing torn; with `durability: 'commit'` that prefix includes every awaited commit, power cut or not.
 */
export interface Ledger extends Verbs {
  readonly path: string
  /** One transaction: all of the body's statements or none. Use `tx` within; the ledger's own verbs refuse there. */
  transaction<T>(body: (tx: Verbs) => Promise<T>): Promise<T>
  writer(table: string, columns: readonly string[], options?: WriterOptions): Writer
  /** What SQLite finds wrong with the file and its foreign keys; empty when it is intact. */
  check(): Promise<readonly string[]>
  size(): Promise<LedgerSize>
  /** Flushes every writer, then closes. Rejects when rows could not be flushed; the file is closed all the same. */
  close(): Promise<void>
}

export interface LedgerSize {
  /** Bytes of the file and of its write-ahead log. */
  readonly bytes: number
  readonly walBytes: number
  /** Bytes inside the file that are free for new rows. */
  readonly freeBytes: number
}

export interface LedgerOptions {
  /** SQL of each schema version in order; a script is never changed once it shipped, only followed by another. */
  readonly migrations: readonly string[]
  readonly readonly?: boolean
  /** `commit` (default): an awaited commit survives a power cut. `checkpoint`: the last ones may be lost, none torn. */
  readonly durability?: 'commit' | 'checkpoint'
  /** Milliseconds to wait for another process's write lock. Default 5,000. */
  readonly busyMs?: number
}

/** Opens (and makes, with mode 0600) a ledger. Throws LEDGER_NEWER, LEDGER_OLDER, LEDGER_BROKEN, INPUT_NOT_FOUND. */
export async function openLedger(path: string, options: LedgerOptions): Promise<Ledger> {
  const { migrations, readonly = false, durability = 'commit', busyMs = 5_000 } = options
  if (path === '' || path.startsWith(':') || path.startsWith('file:'))
    throw new ClawbackError('USAGE', {
      detail: `A ledger is a file; ${JSON.stringify(path)} is not a file name.`,
    })
  if (!readonly) await makePrivate(path)
  const opened: Connection[] = []
  const openOne = async (forReading: boolean): Promise<Connection> => {
    const connection = await connect(path, forReading, busyMs)
    opened.push(connection)
    return connection
  }
  try {
    if (readonly) {
      const reading = await openOne(true)
      const version = await schemaVersion(reading)
      refuseNewer(path, version, migrations.length)
      refuseOlder(path, version, migrations.length)
      return assemble(path, undefined, reading)
    }
    const writing = await openOne(false)
    await prepare(writing, durability)
    await migrate(writing, path, migrations)
    return assemble(path, writing, await openOne(true))
  } catch (error) {
    for (const connection of opened) await connection.close().catch(() => undefined)
    throw error instanceof Error ? ledgerFault(path, error) : error
  }
}

async function makePrivate(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await open(path, 'a', 0o600)
  await file.close()
}

async function prepare(connection: Connection, durability: 'commit' | 'checkpoint'): Promise<void> {
  await connection.exec('PRAGMA journal_mode = WAL')
  await connection.exec(`PRAGMA synchronous = ${durability === 'commit' ? 'FULL' : 'NORMAL'}`)
  await connection.exec('PRAGMA foreign_keys = ON')
}

function assemble(path: string, writing: Connection | undefined, reading: Connection): Ledger {
  const writeLock = createLock()
  const readLock = createLock()
  const within = new AsyncLocalStorage<{ open: boolean }>()
  const writers: Writer[] = []
  let closing: Promise<void> | undefined

  const guarded = <T>(work: () => Promise<T>): Promise<T> => {
    if (closing) return Promise.reject(misuse('the ledger is closed'))
    if (within.getStore()?.open)
      return Promise.reject(misuse('use the verbs of the transaction inside of it'))
    return work()
  }
  const writer = (): Connection => {
    if (!writing) throw misuse('the ledger was opened for reading only')
    return writing
  }
  const read = (sql: string, params?: readonly SqlValue[]): Promise<Row[]> =>
    guarded(() => readLock(() => reading.all(sql, params)))

  const commit = <T>(body: (tx: Verbs) => Promise<T>): Promise<T> =>
    writeLock(async () => {
      const connection = writer()
      const state = { open: true }
      await connection.exec('BEGIN IMMEDIATE')
      try {
        const result = await within.run(state, () => body(transactionVerbs(connection, state)))
        await connection.exec('COMMIT')
        return result
      } catch (error) {
        await connection.exec('ROLLBACK').catch(() => undefined)
        throw error
      } finally {
        state.open = false
      }
    })

  const shut = async (): Promise<void> => {
    const flushed = await Promise.allSettled(writers.map((each) => each.flush()))
    await writeLock(async () => writing?.close())
    await readLock(() => reading.close())
    for (const outcome of flushed) if (outcome.status === 'rejected') throw outcome.reason
  }

  return {
    path,
    run: (sql, params) => guarded(() => writeLock(() => writer().run(sql, params))),
    get: async (sql, params) => (await read(sql, params))[0],
    all: read,
    exec: (sql) => guarded(() => commit((tx) => tx.exec(sql))),
    transaction: (body) => guarded(() => commit(body)),
    writer: (table, columns, options) => {
      const made = createWriter(commit, table, columns, options)
      writers.push(made)
      return {
        ...made,
        write: (row) => guarded(() => made.write(row)),
        flush: () => guarded(() => made.flush()),
      }
    },
    check: async () =>
      [
        ...(await read('PRAGMA integrity_check(100)')).map((row) => textOf(row, 'integrity_check')),
        ...(await read('PRAGMA foreign_key_check')).map((row) => `foreign key: ${JSON.stringify(row)}`),
      ].filter((line) => line !== 'ok'),
    size: async () => ({
      bytes: await bytesAt(path),
      walBytes: await bytesAt(`${path}-wal`),
      freeBytes:
        numberOf((await read('PRAGMA freelist_count'))[0] ?? {}, 'freelist_count') *
        numberOf((await read('PRAGMA page_size'))[0] ?? {}, 'page_size'),
    }),
    close: () => (closing ??= shut()),
  }
}

function transactionVerbs(connection: Connection, state: { readonly open: boolean }): Verbs {
  const live = (): Connection => {
    if (!state.open) throw misuse('the transaction is over')
    return connection
  }
  return {
    run: async (sql, params) => live().run(sql, params),
    get: async (sql, params) => (await live().all(sql, params))[0],
    all: async (sql, params) => live().all(sql, params),
    exec: async (sql) => live().exec(sql),
  }
}

async function bytesAt(path: string): Promise<number> {
  return stat(path).then(
    (found) => found.size,
    () => 0,
  )
}

function misuse(detail: string): ClawbackError {
  return new ClawbackError('INTERNAL', { detail: `ledger: ${detail}` })
}
