import { ClawbackError } from '@clawback/model'

/** What a column may hold. Integers beyond 2^53 lose digits: keep such numbers as text. */
export type SqlValue = string | number | null | Uint8Array

/** One row as it was read, by column name. */
export type Row = Readonly<Record<string, SqlValue>>

/** The text in a column; LEDGER_BROKEN when something else is there. */
export function textOf(row: Row, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw unexpected(column, 'text')
  return value
}

/** The number in a column; LEDGER_BROKEN when something else is there. */
export function numberOf(row: Row, column: string): number {
  const value = row[column]
  if (typeof value !== 'number') throw unexpected(column, 'a number')
  return value
}

/** The bytes in a column; LEDGER_BROKEN when something else is there. */
export function bytesOf(row: Row, column: string): Uint8Array {
  const value = row[column]
  if (!(value instanceof Uint8Array)) throw unexpected(column, 'bytes')
  return value
}

/** The text in a column that may be empty. */
export function maybeTextOf(row: Row, column: string): string | undefined {
  return row[column] === null || row[column] === undefined ? undefined : textOf(row, column)
}

/** The number in a column that may be empty. */
export function maybeNumberOf(row: Row, column: string): number | undefined {
  return row[column] === null || row[column] === undefined ? undefined : numberOf(row, column)
}

function unexpected(column: string, wanted: string): ClawbackError {
  return new ClawbackError('LEDGER_BROKEN', {
    path: 'a row',
    detail: `column ${column} should hold ${wanted}`,
  })
}
