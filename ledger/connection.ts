import { setTimeout as pause } from 'node:timers/promises'
import type { Database, RunResult, Statement } from 'sqlite3'
import { ledgerFault } from './fault.js'
import type { Row, SqlValue } from './row.js'

/** What a statement did. */
export interface Change {
  /** Rows inserted, updated or deleted. */
  readonly changes: number
  /** Row id of the last insert. */
  readonly lastId: number
}

/** One SQLite connection behind promises. Not ordered: whoever holds it must ask one thing at a time. */
export interface Connection {
  run(sql: string, params?: readonly SqlValue[]): Promise<Change>
  all(sql: string, params?: readonly SqlValue[]): Promise<Row[]>
  /** Several statements without parameters. Several are for inside of a transaction only: a busy file starts them anew. */
  exec(sql: string): Promise<void>
  close(): Promise<void>
}

const keptStatements = 100

/** Opens one connection. SQLite itself is loaded here and nowhere else, so that commands without a ledger start fast. */
export async function connect(path: string, readonly: boolean, busyMs: number): Promise<Connection> {
  const { default: sqlite } = await import('sqlite3')
  const mode =
    sqlite.OPEN_FULLMUTEX | (readonly ? sqlite.OPEN_READONLY : sqlite.OPEN_READWRITE | sqlite.OPEN_CREATE)
  const database = await new Promise<Database>((resolve, reject) => {
    const opened = new sqlite.Database(path, mode, (error) =>
      error ? reject(ledgerFault(path, error)) : resolve(opened),
    )
  })
  database.configure('busyTimeout', 0)
  return patient(promised(database, path), busyMs)
}

/** Pause before a busy file is asked again. Milliseconds. */
const busyPause = 10

/**
 * Waits for another program's lock here and not inside SQLite: there every waiter would hold one of libuv's few
 * threads, and the one that must let go would find none.
 */
function patient(connection: Connection, busyMs: number): Connection {
  const patiently = async <T>(work: () => Promise<T>): Promise<T> => {
    const deadline = performance.now() + busyMs
    for (;;) {
      try {
        return await work()
      } catch (error) {
        const busy = error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY'
        if (!busy || performance.now() > deadline) throw error
        await pause(busyPause)
      }
    }
  }
  return {
    run: (sql, params) => patiently(() => connection.run(sql, params)),
    all: (sql, params) => patiently(() => connection.all(sql, params)),
    exec: (sql) => patiently(() => connection.exec(sql)),
    close: () => connection.close(),
  }
}

function promised(database: Database, path: string): Connection {
  const statements = new Map<string, Statement>()
  const fault = (error: Error): Error => ledgerFault(path, error)

  const prepared = async (sql: string): Promise<Statement> => {
    const known = statements.get(sql)
    if (known) {
      statements.delete(sql)
      statements.set(sql, known)
      return known
    }
    const statement = await new Promise<Statement>((resolve, reject) => {
      const made = database.prepare(sql, (error) => (error ? reject(fault(error)) : resolve(made)))
    })
    statements.set(sql, statement)
    const [oldest] = statements
    if (statements.size > keptStatements && oldest) {
      statements.delete(oldest[0])
      await finalized(oldest[1])
    }
    return statement
  }

  return {
    run: async (sql, params = []) => {
      const statement = await prepared(sql)
      return new Promise((resolve, reject) => {
        statement.run(params, function (this: RunResult, error: Error | null) {
          if (error) reject(fault(error))
          else resolve({ changes: this.changes, lastId: this.lastID })
        })
      })
    },
    all: async (sql, params = []) => {
      const statement = await prepared(sql)
      return new Promise((resolve, reject) => {
        statement.all<Row>(params, (error, rows) => (error ? reject(fault(error)) : resolve(rows)))
      })
    },
    exec: (sql) =>
      new Promise((resolve, reject) => {
        database.exec(sql, (error) => (error ? reject(fault(error)) : resolve()))
      }),
    close: async () => {
      for (const statement of statements.values()) await finalized(statement)
      statements.clear()
      await new Promise<void>((resolve, reject) => {
        database.close((error) => (error ? reject(fault(error)) : resolve()))
      })
    },
  }
}

function finalized(statement: Statement): Promise<void> {
  return new Promise((resolve) => {
    statement.finalize(() => resolve())
  })
}
