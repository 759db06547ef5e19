import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'

import type { Seen } from './seen.js'

const worker = fileURLToPath(new URL('./worker.ts', import.meta.url))
/** Paths after which a process gives way to a new one. */
const recycle = 500

/** What the product says of every path, by path; reads in one process per core. */
export async function judgeAll(paths: readonly string[]): Promise<ReadonlyMap<string, Seen>> {
  const waiting = [...new Set(paths)]
  const seen = new Map<string, Seen>()
  const lane = async (): Promise<void> => {
    while (waiting.length > 0) await shift(waiting, seen)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, lane))
  return seen
}

/** One process, from its start to its end; it takes from `waiting` one by one. */
async function shift(waiting: string[], seen: Map<string, Seen>): Promise<void> {
  const child = fork(worker)
  let left = recycle
  let at: string | undefined
  await new Promise<void>((resolve, reject) => {
    child.on('message', (message: Seen | 'ready') => {
      if (message !== 'ready') seen.set(message.at, message)
      at = left-- > 0 ? waiting.shift() : undefined
      if (at === undefined) child.disconnect()
      else child.send(at)
    })
    child.on('exit', (code) => {
      if (code === 0) {
        resolve()
        return
      }
      // What ends a process is not clean, and blinds nothing else.
      if (at === undefined) {
        reject(new Error(`a reading process ended with ${String(code)}`))
        return
      }
      seen.set(at, { at, label: 'undetermined', score: 0, rules: [], places: [], gaps: ['process-ended'] })
      resolve()
    })
  })
}
