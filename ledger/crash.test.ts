import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { numberOf, openLedger } from './index.js'

const program = fileURLToPath(new URL('testing/crash.ts', import.meta.url))
let folder = ''
afterEach(() => rm(folder, { recursive: true, force: true }))

test('kill -9 leaves exactly a prefix of what was committed, again and again', async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-'))
  for (const killAfter of [1, 7, 23]) {
    const path = join(folder, `${killAfter}.sqlite`)
    const told = await writeUntilKilled(path, killAfter)
    const ledger = await openLedger(path, { migrations: ['SELECT 1'] })
    expect(await ledger.check()).toEqual([])
    const batches = await ledger.all('SELECT no, count(*) AS parts FROM batch GROUP BY no ORDER BY no')
    expect(batches.map((row) => numberOf(row, 'no'))).toEqual(batches.map((_, at) => at + 1))
    expect(batches.every((row) => row['parts'] === 10)).toBe(true)
    expect(batches.length).toBeGreaterThanOrEqual(told.batch)
    const stream = await ledger.get('SELECT count(*) AS rows, max(no) AS last FROM stream')
    const rows = numberOf(stream!, 'rows')
    expect(rows).toBeGreaterThanOrEqual(told.flushed)
    if (rows > 0) expect(stream!['last']).toBe(rows - 1)
    await ledger.close()
  }
})

async function writeUntilKilled(
  path: string,
  killAfter: number,
): Promise<{ batch: number; flushed: number }> {
  const child = spawn(process.execPath, ['--conditions=@clawback/source', '--import', 'tsx', program, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise((resolve) => child.once('exit', resolve))
  const told = { batch: 0, flushed: 0 }
  for await (const line of createInterface({ input: child.stdout })) {
    const step = JSON.parse(line) as typeof told
    told.batch = step.batch
    told.flushed = Math.max(told.flushed, step.flushed)
    if (told.batch === killAfter) child.kill('SIGKILL')
  }
  await exited
  expect(child.signalCode).toBe('SIGKILL')
  return told
}
