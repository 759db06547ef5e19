import { ClawbackError } from '@clawback/model'

/** Turns what SQLite says about a file into our typed errors; everything else passes as it came. */
export function ledgerFault(path: string, error: Error): Error {
  if (!('code' in error)) return error
  switch (error.code) {
    case 'SQLITE_NOTADB':
    case 'SQLITE_CORRUPT':
      return new ClawbackError('LEDGER_BROKEN', { path, detail: error.message }, error)
    case 'SQLITE_CANTOPEN':
      return new ClawbackError('INPUT_NOT_FOUND', { locator: path }, error)
    default:
      return error
  }
}
