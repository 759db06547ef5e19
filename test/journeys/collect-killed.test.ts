import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { appendFile, mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { readQuarantine } from '@clawback/lab'
import type { CollectSummary } from '@clawback/lab'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeSkills } from '../../lab/testing/corpus.js'

const program = fileURLToPath(new URL('programs/run-collect.ts', import.meta.url))
const names = Array.from({ length: 80 }, (_, index) => `skill-${String(index).padStart(2, '0')}`)
let folder = ''
const children: ChildProcess[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'collect-killed-'))
  await writeSkills(join(folder, 'wild'), names)
})
afterEach(async () => {
  for (const child of children.splice(0)) await kill(child)
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

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

/** Kills a collection when it has told of so many artifacts; its summary when it ended first. */
async function collectUntil(most: number): Promise<CollectSummary | undefined> {
  const child = start()
  let taken = 0
  for await (const line of createInterface({ input: child.stdout! })) {
    const { summary } = JSON.parse(line) as { summary?: CollectSummary }
    if (summary !== undefined) return summary
    if (++taken >= most) break
  }
  await kill(child)
  return undefined
}

/** Every sample in the manifest has all of its bytes, none of them executable. */
async function checkWhole(): Promise<number> {
  const root = join(folder, 'quarantine')
  const { samples } = await readQuarantine(root)
  for (const { files } of samples.values())
    for (const { sha256, size } of files) {
      const path = join(root, 'blobs/sha256', sha256.slice(0, 2), sha256)
      const bytes = await readFile(path)
      expect([bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([size, sha256])
      expect((await stat(path)).mode & 0o777).toBe(0o600)
    }
  return samples.size
}

test('a collection that is killed again and again has only whole samples, and ends as one that was not', async () => {
  let before = 0
  for (const most of [1, 20, 50]) {
    expect(await collectUntil(most)).toBeUndefined()
    const now = await checkWhole()
    expect(now).toBeGreaterThanOrEqual(Math.max(before, Math.min(most, names.length)))
    before = now
    // As if it had been killed within a line.
    await appendFile(join(folder, 'quarantine/manifest.ndjson'), '{"type":"sample","id":"sha256:00')
    expect(await checkWhole()).toBe(now)
  }
  const last = await collectUntil(Infinity)
  expect(last).toMatchObject({ seen: 80, samples: 80, copies: 80, problems: {} })
  expect(last!.added + last!.known).toBe(80)
  expect(last!.known).toBe(before)
  const manifest = await readFile(join(folder, 'quarantine/manifest.ndjson'), 'utf8')
  expect((await readdir(join(folder, 'quarantine'))).sort()).toEqual(['blobs', 'manifest.ndjson', 'run.lock'])

  await rm(join(folder, 'quarantine'), { recursive: true })
  await collectUntil(Infinity)
  expect(await readFile(join(folder, 'quarantine/manifest.ndjson'), 'utf8')).toBe(manifest)
}, 180_000)
