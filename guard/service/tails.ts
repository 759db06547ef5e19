import type { Ledger } from '@clawback/ledger'
import type { SourceConfig } from '../config/config.js'
import { connectors } from '../sources/connectors.js'
import type { Inlet } from '../sources/routes.js'
import { followFile } from '../sources/tail.js'
import type { Mark } from '../sources/tail.js'
import { recallState } from './recover.js'

/** Follows the files of all sources that have one, each from where it was left. */
export async function startTails(
  sources: readonly SourceConfig[],
  inlet: Pick<Inlet, 'look' | 'take' | 'durable'>,
  ledger: Ledger,
  fault: (what: string, error: unknown) => void,
): Promise<{ stop(): Promise<void> }> {
  const tails = await Promise.all(
    sources.map(async (source) => {
      const connector = connectors.get(source.connector)
      if (source.file === undefined || connector === undefined) return undefined
      const state = `tail/${source.name}`
      return followFile({
        path: source.file,
        mark: (await recallState(ledger, state)) as Mark | undefined,
        fault: (error) => fault(`following ${source.file ?? ''}`, error),
        take: async (text, mark) => {
          inlet.take(source, connector.read(text, inlet.look(source)))
          await inlet.durable()
          await ledger.run('INSERT OR REPLACE INTO state (name, body) VALUES (?, ?)', [
            state,
            JSON.stringify(mark),
          ])
        },
      })
    }),
  )
  return {
    stop: async () => {
      await Promise.all(tails.map(async (tail) => tail?.stop()))
    },
  }
}
