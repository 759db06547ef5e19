import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openLedger } from '@clawback/ledger'
import { connectNats } from '../../lab/queue/nats/connect.js'
import { makeNatsQueue } from '../../lab/queue/nats/queue.js'
import { startNatsServer } from '../../lab/testing/nats-server.js'
import { digestOf, leaseMs, maxDeliver, orders, results, text } from './storm-job.js'

export interface Storm {
  readonly jobs: number
  readonly workers: number
  /** Digests a job takes. */
  readonly rounds: number
  /** Results after which a worker is killed, and after which the server is. */
  readonly killWorkerEvery: number
  readonly killServerEvery: number
  readonly seed: number
}

export interface StormFigures {
  /** Jobs with a result, all of them right ones. */
  readonly committed: number
  readonly wrong: number
  /** Results of a job that had one: seen and let go. */
  readonly again: number
  readonly dead: number
  readonly workersKilled: number
  readonly serverKills: number
  readonly seconds: number
}

const program = fileURLToPath(new URL('../journeys/programs/queue-worker.ts', import.meta.url))

/** Jobs over a real nats-server while workers and the server are killed at random, and what became of them. */
export async function weather(storm: Storm): Promise<StormFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'storm-'))
  const server = await startNatsServer(join(folder, 'js'))
  const ledger = await openLedger(join(folder, 'results.sqlite'), {
    migrations: ['CREATE TABLE result (job TEXT PRIMARY KEY, digest TEXT NOT NULL)'],
  })
  const pick = random(storm.seed)
  const crew: ChildProcess[] = []
  const hire = (): void => void crew.push(startProgram(server.url, storm.rounds))
  const counts = { committed: 0, wrong: 0, again: 0, dead: 0, workersKilled: 0, serverKills: 0 }
  const nc = await connectNats({ url: server.url }, 'coordinator')
  const options = { codec: text, leaseMs, maxDeliver }
  try {
    const begun = performance.now()
    const answers = await makeNatsQueue<string>(nc, { ...options, place: results })
    const jobs = await makeNatsQueue<string>(nc, {
      ...options,
      place: orders,
      onDead: () => {
        counts.dead++
      },
    })
    for (let worker = 0; worker < storm.workers; worker++) hire()
    const offered = (async () => {
      for (let job = 0; job < storm.jobs; job++) await jobs.offer(`job ${job}`, `body ${job}`)
    })()
    while (counts.committed < storm.jobs) {
      const next = await answers.take()
      if (next === undefined) break
      const { changes } = await ledger.run('INSERT INTO result VALUES (?, ?) ON CONFLICT DO NOTHING', [
        next.id,
        next.body,
      ])
      await answers.settle(next, 'done')
      if (next.body !== digestOf(next.id.replace('job', 'body'), storm.rounds)) counts.wrong++
      if (changes === 0) {
        counts.again++
        continue
      }
      counts.committed++
      if (counts.committed % storm.killWorkerEvery === 0) {
        const [worker] = crew.splice(Math.floor(pick() * crew.length), 1)
        await kill(worker)
        counts.workersKilled++
        hire()
      }
      if (counts.committed % storm.killServerEvery === 0) {
        await server.kill()
        await server.start()
        counts.serverKills++
      }
    }
    await offered
    return { ...counts, seconds: Math.round((performance.now() - begun) / 100) / 10 }
  } finally {
    await Promise.all(crew.map(kill))
    await nc.close()
    await server.kill()
    await ledger.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

function startProgram(url: string, rounds: number): ChildProcess {
  return spawn(
    process.execPath,
    ['--conditions=@clawback/source', '--import', 'tsx', program, url, String(rounds)],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
}

async function kill(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

/** Numbers in [0, 1) that a seed brings again (mulberry32). */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
