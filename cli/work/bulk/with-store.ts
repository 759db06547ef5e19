import { openExistingStore } from '@clawback/lab'
import type { Store } from '@clawback/lab'

/** Opens a store that is there, gives it to the work, and closes it whatever happened. */
export async function withStore<T>(path: string, work: (ledger: Store['ledger']) => Promise<T>): Promise<T> {
  const store = await openExistingStore(path)
  try {
    return await work(store.ledger)
  } finally {
    await store.close()
  }
}
