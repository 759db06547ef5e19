import type { Change } from './connection.js'
import type { Row, SqlValue } from './row.js'

/** Statements with their parameters. */
export interface Verbs {
  run(sql: string, params?: readonly SqlValue[]): Promise<Change>
  /** The first row, if there is one. */
  get(sql: string, params?: readonly SqlValue[]): Promise<Row | undefined>
  all(sql: string, params?: readonly SqlValue[]): Promise<Row[]>
  /** Several statements, all or none. */
  exec(sql: string): Promise<void>
}
