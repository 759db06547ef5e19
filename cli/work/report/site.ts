import { basename } from 'node:path'
import { openSite, readStore } from '@clawback/lab'
import type { CorpusSite, Store } from '@clawback/lab'
import { systemClock } from '../../clock.js'

interface SiteArguments {
  readonly store: string
  readonly title: string
  readonly against?: string | undefined
}

/** Opens a store (and the one it is compared with) for reading, gives its report to the work, and closes it again. */
export async function withSite<T>(
  { store, title, against }: SiteArguments,
  work: (site: CorpusSite) => Promise<T>,
): Promise<T> {
  const opened = [await readStore(store)]
  try {
    const [own] = opened as [Store]
    const older = against === undefined ? undefined : await readStore(against)
    if (older !== undefined) opened.push(older)
    const other =
      older === undefined || against === undefined
        ? {}
        : { against: { name: basename(against), ledger: older.ledger } }
    return await work(
      openSite(own, { title, now: () => new Date(systemClock.now()).toISOString(), ...other }),
    )
  } finally {
    for (const one of opened) await one.close()
  }
}
