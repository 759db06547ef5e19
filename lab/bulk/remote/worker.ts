import type { WorkerOptions, WorkerProgress } from './serve.js'

/** {@link serve}, loaded when it is asked for: most programs have no use for the client of a queue. */
export async function runWorker(options: WorkerOptions): Promise<WorkerProgress> {
  return await (await import('./serve.js')).runWorker(options)
}
