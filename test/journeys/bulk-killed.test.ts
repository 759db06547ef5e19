import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { checkStore, openExistingStore } from '@clawback/lab'
import type { BulkSummary, Store } from '@clawback/lab'
import { buildPack } from '@clawback/pack-tools'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeSkills } from '../../lab/testing/corpus.js'

const program = fileURLToPath(new URL('programs/run-bulk.ts', import.meta.url))
const names = Array.from({ length: 60 }, (_, index) => `skill-${String(index).padStart(2, '0')}`)
let folder = ''
const children: ChildProcess[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bulk-killed-'))
  await writeSkills(join(folder, 'wild'), names)
  const pack = fileURLToPath(new URL('../../content/packs/skill-core', import.meta.url))
  await writeFile(join(folder, 'core.pack'), (await buildPack(pack)).bytes)
})
afterEach(async () => {
  for (const child of children.splice(0)) await kill(child)
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** A bulk run in a process of its own; it prints how many jobs have ended, each time one does, and its summary last. */
function start(): ChildProcess {
  const child = spawn(
    process.execPath,
    ['--conditions=@clawback/source', '--import', 'tsx', program, folder],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  children.push(child)
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

/** Lines of a run until one is as wanted. */
async function until<T>(
  child: ChildProcess,
  wanted: (line: { ended?: number; summary?: BulkSummary }) => T | undefined,
): Promise<T> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const found = wanted(JSON.parse(line) as { ended?: number; summary?: BulkSummary })
    if (found !== undefined) return found
  }
  throw new Error('the run ended without it')
}

/** What is committed: examinations, and observations written, by artifact. */
async function read<T>(work: (ledger: Store['ledger']) => Promise<T>): Promise<T> {
  const store = await openExistingStore(join(folder, 'store'))
  return await work(store.ledger).finally(() => store.close())
}

test('a run that is killed again and again loses nothing and does nothing twice', async () => {
  let before = new Map<string, string>()
  for (const killAfter of [1, 15]) {
    const child = start()
    await until(child, ({ ended }) => (ended !== undefined && ended >= killAfter ? true : undefined))
    await kill(child)
    const after = await read(async (ledger) => {
      expect(await checkStore(ledger)).toEqual([])
      const rows = await ledger.all(
        'SELECT o.artifact, o.id, e.examined FROM observation o JOIN examination e USING (artifact)',
      )
      return new Map(rows.map((row) => [String(row['artifact']), JSON.stringify(row)]))
    })
    expect(after.size).toBeGreaterThanOrEqual(before.size + killAfter - 1)
    for (const [artifact, row] of before) expect(after.get(artifact)).toBe(row)
    before = after
  }
  const summary = await until(start(), (line) => line.summary)
  expect(summary).toMatchObject({
    artifacts: 60,
    failed: 0,
    crashed: 0,
    problems: {},
    unchanged: before.size,
  })
  await read(async (ledger) => {
    expect(await checkStore(ledger)).toEqual([])
    const runs = await ledger.all('SELECT id, ended IS NOT NULL AS over FROM run')
    expect(runs).toEqual([{ id: summary.run, over: 1 }])
    expect(await ledger.all('SELECT status, count(*) AS n FROM job GROUP BY status')).toEqual([
      { status: 'done', n: 60 },
    ])
    const copies = await ledger.all('SELECT source, count(*) AS n FROM copies GROUP BY source')
    expect(copies.map((row) => row['n'])).toEqual(names.map(() => 1))
    const kept = await ledger.all(
      'SELECT o.artifact, o.id, e.examined FROM observation o JOIN examination e USING (artifact)',
    )
    expect(kept).toHaveLength(60)
    const now = new Map(kept.map((row) => [String(row['artifact']), JSON.stringify(row)]))
    for (const [artifact, row] of before) expect(now.get(artifact)).toBe(row)
  })
}, 240_000)

test('a worker that is killed gives its job to another', async () => {
  const child = start()
  let killed = 0
  const summary = await until(child, (line) => {
    if (line.ended !== undefined && line.ended % 15 === 5) killed += killWorker(child.pid!) ? 1 : 0
    return line.summary
  })
  expect(killed).toBeGreaterThan(0)
  expect(summary).toMatchObject({ artifacts: 60, done: 60, failed: 0, crashed: 0, problems: {} })
}, 180_000)

/** Kills the newest worker of a run; its children are those of its threads (proc(5)). */
function killWorker(parent: number): boolean {
  const pids = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean)
  const worker = pids
    .map(Number)
    .find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('bulk/worker'))
  if (worker === undefined) return false
  process.kill(worker, 'SIGKILL')
  return true
}
