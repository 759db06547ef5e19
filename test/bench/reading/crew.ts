import { fork } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

import { engineFlags } from '../../../lab/bulk/worker-process.js'

import type { Seen } from './seen.js'

const worker = fileURLToPath(new URL('./worker.ts', import.meta.url))
/**
 * What is built is measured, under the flags of a bulk run: sources that are translated while they load name every function
 * anew each time it is made, which costs a quarter.
 */
const execArgv = [
  ...engineFlags,
  '--import',
  pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href,
]

/** Reads all skills in so many processes at a time; each gives way to a new one after `recycle` skills. */
export async function readAll(
  skills: readonly string[],
  { processes, recycle }: { readonly processes: number; readonly recycle: number },
): Promise<Seen[]> {
  const waiting = [...skills]
  const seen: Seen[] = []
  const lane = async (): Promise<void> => {
    while (waiting.length > 0) await shift(waiting, recycle, seen)
  }
  await Promise.all(Array.from({ length: processes }, lane))
  return seen
}

/** One process, from its start to its end; it takes from `waiting` one by one. */
async function shift(waiting: string[], most: number, seen: Seen[]): Promise<void> {
  const child = fork(worker, { execArgv })
  let left = most
  await new Promise<void>((resolve, reject) => {
    child.on('message', (message: Seen | 'ready') => {
      if (message !== 'ready') seen.push(message)
      const next = left-- > 0 ? waiting.shift() : undefined
      if (next === undefined) child.disconnect()
      else child.send(next)
    })
    child.on('exit', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`a reading process ended with ${String(code)}`))
    })
  })
}
