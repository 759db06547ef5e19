import { join } from 'node:path'
import { openLedger } from '@clawback/ledger'
import { ClawbackError } from '@clawback/model'

/**
 * Holds a folder for one run at a time by a write lock of SQLite, which the system takes back when the process dies,
 * however it dies. Gives what lets go. Throws STORE_BUSY.
 */
export async function holdFolder(folder: string): Promise<() => Promise<void>> {
  const ledger = await openLedger(join(folder, 'run.lock'), { migrations: [], busyMs: 200 })
  let release: () => void = () => undefined
  const released = new Promise<void>((resolve) => (release = resolve))
  let holding: Promise<void> = Promise.resolve()
  await new Promise<void>((resolve, reject) => {
    holding = ledger.transaction(async () => {
      resolve()
      await released
    })
    holding.catch(reject)
  }).catch(async (error: unknown) => {
    await ledger.close()
    const busy = error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY'
    throw busy ? new ClawbackError('STORE_BUSY', { path: folder }, error) : error
  })
  return async () => {
    release()
    await holding
    await ledger.close()
  }
}
