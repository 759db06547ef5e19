// This is the public surface of @clawback/ledger. Any export added here becomes API; a pin test holds the list.
export { openLedger } from './ledger.js'
export type { Ledger, LedgerOptions, LedgerSize } from './ledger.js'
export type { Verbs } from './verbs.js'
export type { Change } from './connection.js'
export type { Writer, WriterOptions } from './writer.js'
export { bytesOf, maybeNumberOf, maybeTextOf, numberOf, textOf } from './row.js'
export type { Row, SqlValue } from './row.js'
