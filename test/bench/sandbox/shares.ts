import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCells } from '@clawback/lab'
import type { CellRun } from '@clawback/sandbox'
import { layHooks } from '../../../sandbox/worker/prepare.js'
import type { Meter } from './cpu.js'
import { bareSession } from './session.js'

/** What a session with a server costs by itself, and what each of our parts adds. Seconds of CPU. */
export interface Shares {
  readonly bare: number
  readonly parts: readonly { readonly name: string; readonly seconds: number }[]
}

/**
 * Makes the same session in four ways, each with one thing more, in turns, so that a busy machine is busy for all of
 * them. Tracing is the tracer and the hooks. The rest is a run as it is: ground laid and cleared, a sinkhole, the trace
 * read, records made and told, every answer searched for planted values and hidden text, the files looked at.
 */
export async function sharesOf(run: CellRun, rounds: number, warm: number, meter: Meter): Promise<Shares> {
  const etc = mkdtempSync(join(tmpdir(), 'hooks-'))
  layHooks(etc, '/dev/.bench', false)
  const hooks = join(etc, 'node')
  const pool = openCells()
  let no = 0
  const ways: readonly (readonly [name: string, session: () => Promise<unknown>])[] = [
    ['bare', () => bareSession(run, { tracer: false })],
    ['tracer', () => bareSession(run, { tracer: true })],
    ['hooks', () => bareSession(run, { tracer: true, hooks })],
    ['recording and analysis', () => pool.use((cell) => cell.run({ ...run, run: `share-${(no += 1)}` }))],
  ]
  const spent = ways.map(() => 0)
  for (let round = -warm; round < rounds; round++)
    for (const [at, [, session]] of ways.entries()) {
      const before = meter.seconds()
      await session()
      if (round >= 0) spent[at] = (spent[at] ?? 0) + (meter.seconds() - before) / rounds
    }
  await pool.close()
  rmSync(etc, { recursive: true, force: true })
  const parts = ways
    .slice(1)
    .map(([name], at) => ({ name, seconds: (spent[at + 1] ?? 0) - (spent[at] ?? 0) }))
  return { bare: spent[0] ?? 0, parts }
}
