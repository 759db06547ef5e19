import type { KeyObject } from 'node:crypto'
import { appendFile, readFile } from 'node:fs/promises'
import type { Ledger } from '@clawback/ledger'
import { signCheckpoint } from './checkpoint.js'
import type { ResponderContext } from '../ports.js'
import type { Checkpoint } from './checkpoint.js'
import type { Time } from './time.js'

/** Signs the end of the audit chain every minute and keeps a copy outside of the ledger. */
export interface Witness {
  /** Signs now, if there is anything new. */
  sign(): Promise<void>
  /** The copies kept outside; lines that are none are left out, and the chain is judged by the rest. */
  copies(): Promise<Checkpoint[]>
  stop(): Promise<void>
}

const every = 60_000

export function createWitness(
  ledger: Ledger,
  key: KeyObject,
  path: string,
  time: Time,
  context: Pick<ResponderContext, 'fault'>,
): Witness {
  const sign = async (): Promise<void> => {
    const checkpoint = await signCheckpoint(ledger, key, time.now())
    if (checkpoint) await appendFile(path, `${JSON.stringify(checkpoint)}\n`, { mode: 0o600 })
  }
  let cancel = (): void => undefined
  const again = (): void => {
    cancel = time.after(every, () => {
      sign().catch((error: unknown) => context.fault('audit checkpoint', error))
      again()
    })
  }
  again()
  return {
    sign,
    copies: async () => {
      const text = await readFile(path, 'utf8').catch(() => '')
      return text.split('\n').flatMap((line) => {
        try {
          return line === '' ? [] : [JSON.parse(line) as Checkpoint]
        } catch {
          return []
        }
      })
    },
    stop: async () => {
      cancel()
      await sign()
    },
  }
}
