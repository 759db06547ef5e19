import { basename } from 'node:path'
import { openSite, readStore } from '@clawback/lab'
import type { CorpusSite } from '@clawback/lab'
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
  const opened = await readStore(store)
  const other = against === undefined ? undefined : await readStore(against).catch(closing(opened.close))
  try {
    return await work(
      openSite(opened, {
        title,
        now: () => new Date(systemClock.now()).toISOString(),
        ...(other === undefined || against === undefined
          ? {}
          : { against: { name: basename(against), ledger: other.ledger } }),
      }),
    )
  } finally {
    await opened.close()
    await other?.close()
  }
}

function closing(close: () => Promise<void>): (error: unknown) => Promise<never> {
  return async (error) => {
    await close()
    throw error
  }
}
