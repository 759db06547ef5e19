import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { checkStore, openExistingStore, runWorker } from '@clawback/lab'
import type { BulkSummary } from '@clawback/lab'
import { buildPack } from '@clawback/pack-tools'
import { expect, test } from 'vitest'
import { loadPackFile } from '../../cli/content/load.js'
import { writeSkills } from '../../lab/testing/corpus.js'
import { natsMissing, startNatsServer } from '../../lab/testing/nats-server.js'

const program = fileURLToPath(new URL('programs/run-bulk.ts', import.meta.url))
const names = Array.from({ length: 40 }, (_, index) => `skill-${index}`)

interface Line {
  readonly ended?: number
  readonly summary?: BulkSummary
}

function start(folder: string, url: string): ChildProcessByStdio<null, Readable, null> {
  const args = ['--conditions=@clawback/source', '--import', 'tsx', program, folder, url]
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
}

async function until<T>(out: Readable, wanted: (line: Line) => T | undefined): Promise<T> {
  for await (const line of createInterface({ input: out })) {
    const found = wanted(JSON.parse(line) as Line)
    if (found !== undefined) return found
  }
  throw new Error('the run ended without it')
}

test.skipIf(natsMissing !== undefined)(
  `what workers sent to a coordinator that was killed is read by the next${natsMissing === undefined ? '' : ` (skipped: ${natsMissing})`}`,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bulk-nats-killed-'))
    await writeSkills(join(folder, 'wild'), names)
    const source = fileURLToPath(new URL('../../content/packs/skill-core', import.meta.url))
    await writeFile(join(folder, 'core.pack'), (await buildPack(source)).bytes)
    const server = await startNatsServer(join(folder, 'js'))
    const leave = new AbortController()
    let done = 0
    let told: () => void = () => undefined
    const working = runWorker({
      ...{
        broker: { url: server.url, lab: 'lab' },
        packs: [await loadPackFile(join(folder, 'core.pack'), [])],
      },
      ...{ workers: 2, workdir: folder, leave: leave.signal, graceMs: 5_000 },
      onProgress: (now) => {
        done = now.done
        told()
      },
    })
    try {
      const first = start(folder, server.url)
      await until(first.stdout, ({ ended }) => (ended !== undefined && ended >= 5 ? true : undefined))
      const gone = once(first, 'exit')
      first.kill('SIGKILL')
      await gone
      // It goes on without a coordinator.
      const from = done
      await new Promise<void>(
        (resolve) => (told = () => (done >= Math.min(40, from + 10) ? resolve() : undefined)),
      )
      const summary = await until(start(folder, server.url).stdout, (line) => line.summary)
      expect(summary).toMatchObject({ run: 1, artifacts: 40, failed: 0, crashed: 0, problems: {} })
      leave.abort()
      const all = await working
      // Only what was under way when the orders were written anew may have been done twice.
      expect(all.done).toBeLessThanOrEqual(44)
      const store = await openExistingStore(join(folder, 'store'))
      expect(await checkStore(store.ledger)).toEqual([])
      expect(await store.ledger.all('SELECT status, count(*) AS n FROM job GROUP BY status')).toEqual([
        { status: 'done', n: 40 },
      ])
      await store.close()
    } finally {
      leave.abort()
      await working
      await server.kill()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    }
  },
  120_000,
)
