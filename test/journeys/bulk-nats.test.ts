import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  compareStandings,
  findSources,
  openExistingStore,
  runBulk,
  runWorker,
  standings,
} from '@clawback/lab'
import type { Broker, BulkOptions, BulkSummary, WorkerOptions, WorkerProgress } from '@clawback/lab'
import type { Pack } from '@clawback/model'
import { buildPack, verifyPack } from '@clawback/pack-tools'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { natsMissing } from '../../lab/testing/nats-server.js'
import { writeSkills } from '../../lab/testing/corpus.js'
import { startClosedServer } from '../tools/nats-closed.js'
import type { ClosedServer } from '../tools/nats-closed.js'

const clock = { now: () => Date.parse('2026-01-01T00:00:00Z'), monotonic: () => performance.now() }
const names = Array.from({ length: 12 }, (_, index) => `skill-${index}`)
let folder = ''
let closed: ClosedServer | undefined
let packs: readonly Pack[] = []
const leaving = new Set<AbortController>()

beforeAll(async () => {
  const path = fileURLToPath(new URL('../../content/packs/skill-core', import.meta.url))
  packs = [(await verifyPack((await buildPack(path)).bytes, [], { allowUnsigned: true })).pack]
})
beforeEach(async () => {
  if (natsMissing !== undefined) return
  folder = await mkdtemp(join(tmpdir(), 'bulk-nats-'))
  await writeSkills(join(folder, 'wild'), names)
  closed = await startClosedServer(folder)
})
afterEach(async () => {
  for (const one of leaving) one.abort()
  leaving.clear()
  await closed?.server.kill()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

async function run(store: string, more: Partial<BulkOptions> = {}): Promise<BulkSummary> {
  return await runBulk({
    ...{ folder: join(folder, store), plan: 'static', packs, workers: 2, clock, request: '{}' },
    sources: await findSources([join(folder, 'wild')]),
    ...more,
  })
}

function server(): ClosedServer {
  if (closed === undefined) throw new Error('there is no server')
  return closed
}

function startWorker(more: Partial<WorkerOptions> = {}): Promise<WorkerProgress> {
  const leave = new AbortController()
  leaving.add(leave)
  return runWorker({
    ...{ broker: server().worker, packs, workers: 1, workdir: folder, graceMs: 5_000, once: true },
    leave: leave.signal,
    ...more,
  })
}

const title = natsMissing === undefined ? '' : ` (skipped: ${natsMissing})`
describe.skipIf(natsMissing !== undefined)(
  `a bulk run over a server closed as the how-to says${title}`,
  () => {
    test('gives what a run of this machine gives, and leaves nothing on the server', async () => {
      const big = `# Long\n\n${Array.from({ length: 1_000 }, (_, n) => `See https://host-${n * 7919}.example.test/${n}.`).join('\n')}\n`
      await writeFile(join(folder, 'wild', 'skill-3', 'LONG.md'), big)
      const workers = [startWorker(), startWorker()]
      const over = await run('over', { broker: server().coordinator })
      expect(over).toMatchObject({
        examined: 12,
        done: 12,
        failed: 0,
        crashed: 0,
        artifacts: 12,
        problems: {},
      })
      const done = (await Promise.all(workers)).reduce((sum, worker) => sum + worker.done, 0)
      expect(done).toBe(12)
      expect(await run('here')).toMatchObject({ verdicts: over.verdicts })
      const [here, there] = await Promise.all(
        ['here', 'over'].map(async (name) => {
          const store = await openExistingStore(join(folder, name))
          return await standings(store.ledger).finally(() => store.close())
        }),
      )
      expect(there?.size).toBe(12)
      expect(here !== undefined && there !== undefined && compareStandings(here, there)).toEqual([])
      expect(
        server()
          .server.log()
          .filter((line) => /violation/i.test(line)),
      ).toEqual([])
      const kept = await readdir(join(folder, 'jetstream'), { recursive: true })
      expect(kept.filter((path) => /streams\/./.test(path))).toEqual([])
      // Nothing is out of date: both kept it under the same keys.
      expect(await run('over', { broker: server().coordinator })).toMatchObject({
        unchanged: 12,
        examined: 0,
      })
    }, 120_000)

    test('refuses a worker of other packs, saying what differs', async () => {
      const other: readonly Pack[] = packs.map((pack) => ({ ...pack, digest: 'f'.repeat(64) }))
      const running = run('over', { broker: server().coordinator })
      await expect(startWorker({ packs: other })).rejects.toMatchObject({
        code: 'WORKER_REFUSED',
        exitCode: 4,
        message: expect.stringContaining('it lacks the pack') as string,
      })
      await startWorker()
      expect(await running).toMatchObject({ done: 12 })
    }, 120_000)

    test('refuses who has no permission, no credentials, or trusts another authority', async () => {
      const refused = { code: 'QUEUE_REFUSED', exitCode: 4 }
      const strangers: Partial<Broker>[] = [{ lab: 'others' }, { auth: join(folder, 'wrong.json') }]
      await writeFile(join(folder, 'wrong.json'), '{"user": "worker", "password": "guessed-secret"}')
      for (const stranger of strangers)
        await expect(startWorker({ broker: { ...server().worker, ...stranger } })).rejects.toMatchObject(
          refused,
        )
      const { auth: _, ...anonymous } = server().worker
      await expect(startWorker({ broker: anonymous })).rejects.toMatchObject(refused)
      const { ca: __, ...trusting } = server().worker
      await expect(startWorker({ broker: trusting })).rejects.toMatchObject(refused)
      // A worker is no coordinator.
      await expect(run('over', { broker: server().worker })).rejects.toMatchObject(refused)
      const told = await startWorker({
        broker: { ...server().worker, auth: join(folder, 'wrong.json') },
      }).catch(String)
      expect(told).not.toContain('guessed-secret')
    }, 60_000)
  },
)
