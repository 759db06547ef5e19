import { ClawbackError } from '@clawback/model'
import type { Connection } from './connection.js'
import { numberOf } from './row.js'

/** Schema version written in the file: how many migrations it has been through. */
export async function schemaVersion(connection: Connection): Promise<number> {
  const [row] = await connection.all('PRAGMA user_version')
  return row ? numberOf(row, 'user_version') : 0
}

/**
 * Brings a ledger forward, one transaction per migration; never backward. Two processes may open the same ledger at
 * once: the version is read again under the write lock. A file of a newer version is refused with LEDGER_NEWER.
 */
export async function migrate(
  connection: Connection,
  path: string,
  migrations: readonly string[],
): Promise<void> {
  while ((await versionWithin(connection, path, migrations.length)) < migrations.length) {
    await connection.exec('BEGIN IMMEDIATE')
    try {
      const version = await versionWithin(connection, path, migrations.length)
      const next = migrations[version]
      if (next !== undefined) await connection.exec(`${next};\nPRAGMA user_version = ${version + 1}`)
      await connection.exec('COMMIT')
    } catch (error) {
      await connection.exec('ROLLBACK').catch(() => undefined)
      throw error
    }
  }
}

async function versionWithin(connection: Connection, path: string, known: number): Promise<number> {
  const version = await schemaVersion(connection)
  refuseNewer(path, version, known)
  return version
}

/** LEDGER_NEWER when the file knows more migrations than we do. */
export function refuseNewer(path: string, found: number, known: number): void {
  if (found > known) throw new ClawbackError('LEDGER_NEWER', { path, found, known })
}

/** LEDGER_OLDER when a ledger that may only be read would have to be brought forward first. */
export function refuseOlder(path: string, found: number, known: number): void {
  if (found < known) throw new ClawbackError('LEDGER_OLDER', { path, found, known })
}
