import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A `clawback report serve` in a process of its own. */
export interface Served {
  /** `http://127.0.0.1:PORT/` */
  readonly url: string
  /** Ends it as a person does, and gives its exit code. */
  stop(): Promise<number | null>
}

const program = fileURLToPath(new URL('../../cli/main.ts', import.meta.url))

/** Starts serving with the options given and waits for its address. */
export async function startServe(options: readonly string[]): Promise<Served> {
  const child = spawn(
    process.execPath,
    ['--conditions=@clawback/source', '--import', 'tsx', program, 'report', 'serve', ...options],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const lines = createInterface({ input: child.stdout })
  const exited = once(child, 'exit') as Promise<[number | null]>
  const first = await Promise.race([
    once(lines, 'line') as Promise<[string]>,
    exited.then(([code]) => {
      throw new Error(`report serve ended with ${code}`)
    }),
  ])
  return {
    url: first[0],
    async stop() {
      if (child.exitCode === null) child.kill('SIGINT')
      return (await exited)[0]
    },
  }
}
