import { statfs } from 'node:fs/promises'
import type { Ledger } from '@clawback/ledger'
import { ClawbackError } from '@clawback/model'

const MB = 1_000_000
/** Bytes that must stay free on the disk, for everybody else on it. */
const reserve = 200 * MB

/** Throws DISK_BUDGET when a store is as large as it may be, DISK_LOW when the disk is nearly full. */
export async function checkRoom(ledger: Ledger, folder: string, budget: number, left: number): Promise<void> {
  const { bytes, walBytes } = await ledger.size()
  if (bytes + walBytes > budget)
    throw new ClawbackError('DISK_BUDGET', { path: folder, budget: Math.round(budget / MB), left })
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  if (free < reserve)
    throw new ClawbackError('DISK_LOW', { path: folder, free: Math.round(free / MB), need: reserve / MB })
}
