/**
 * Jobs a second through the embedded queue and through NATS, on this machine: empty jobs (what the queue itself can do) and
 * `clawback bulk run` over the skills below a folder, with as many worker processes both times.
 *
 *   npm run build && node --conditions=@clawback/source --import tsx test/bench/queue.ts --corpus FOLDER [--skills 300]
 *     [--workers 2] [--repeats 3] [--plan static|full]
 */
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { findArtifacts } from '@clawback/analyzers'
import { createEmbeddedQueue } from '../../lab/queue/embedded.js'
import { connectNats } from '../../lab/queue/nats/connect.js'
import { makeNatsQueue } from '../../lab/queue/nats/queue.js'
import type { Queue } from '../../lab/queue/queue.js'
import { natsMissing, startNatsServer } from '../../lab/testing/nats-server.js'
import { orders, text } from '../tools/storm-job.js'

const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    skills: { type: 'string', default: '300' },
    workers: { type: 'string', default: '2' },
    repeats: { type: 'string', default: '3' },
    empty: { type: 'string', default: '5000' },
    plan: { type: 'string', default: 'static' },
  },
})
const repeats = Number(values.repeats)
const cli = join(import.meta.dirname, '../../cli/bin/clawback.js')
const folder = mkdtempSync(join(tmpdir(), 'bench-queue-'))

if (natsMissing !== undefined) {
  console.error(`bench: ${natsMissing}`)
  process.exitCode = 4
} else
  try {
    console.log(
      `${cpus()[0]?.model ?? '?'} x${cpus().length}, load ${loadavg()[0]?.toFixed(1)}, node ${process.version}`,
    )
    await compareEmpty(Number(values.empty))
    if (values.corpus !== undefined) await compareRuns(values.corpus)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }

async function compareEmpty(jobs: number): Promise<void> {
  const server = await startNatsServer(join(folder, 'empty'))
  const nc = await connectNats({ url: server.url }, 'bench')
  const options = { leaseMs: 30_000, maxDeliver: 3 }
  for (const takers of [Number(values.workers), 16]) {
    const embedded = await best(() => drain(createEmbeddedQueue(options), jobs, takers))
    const nats = await best(async () =>
      drain(await makeNatsQueue(nc, { ...options, place: orders, codec: text, replace: true }), jobs, takers),
    )
    console.log(
      `empty jobs, ${takers} takers: embedded ${Math.round(embedded)}/s, NATS ${Math.round(nats)}/s (offer, take, settle; ${jobs} jobs, best of ${repeats})`,
    )
  }
  await nc.close()
  await server.kill()
}

/** Jobs a second from the first offer to the last settled. */
async function drain(queue: Queue<string>, jobs: number, takers: number): Promise<number> {
  const begun = performance.now()
  let settled = 0
  const take = async (): Promise<void> => {
    for (let next = await queue.take(); next !== undefined; next = await queue.take()) {
      await queue.settle(next, 'done')
      if (++settled === jobs) await queue.close()
    }
  }
  const taking = Array.from({ length: takers }, take)
  const hands = Array.from({ length: takers }, async (_, hand) => {
    for (let job = hand; job < jobs; job += takers) await queue.offer(`job ${job}`, '')
  })
  await Promise.all(hands)
  while (settled < jobs) await new Promise(setImmediate)
  const rate = (jobs / (performance.now() - begun)) * 1000
  await Promise.all(taking)
  return rate
}

async function compareRuns(corpus: string): Promise<void> {
  const skills = (await findArtifacts(corpus))
    .slice(0, Number(values.skills))
    .map(({ folder: path }) => join(corpus, path))
  const server = await startNatsServer(join(folder, 'runs'))
  const workers = Array.from({ length: Number(values.workers) }, () => startWorker(server.url))
  let turn = 0
  const run = (more: readonly string[]): number => {
    const store = join(folder, `store-${turn++}`)
    const done = spawnSync(
      process.execPath,
      [cli, 'bulk', 'run', ...skills, '--store', store, '--json', '--quiet', '--plan', values.plan, ...more],
      {
        encoding: 'utf8',
      },
    )
    const summary = JSON.parse(done.stdout) as { done: number; rate: number }
    if (summary.done < skills.length * 0.95) throw new Error(done.stdout)
    return summary.rate
  }
  const rates = { embedded: [] as number[], nats: [] as number[] }
  // In turns, so that what else happens on the machine happens to both.
  for (let repeat = 0; repeat < repeats; repeat++) {
    rates.embedded.push(run(['--workers', values.workers]))
    rates.nats.push(run(['--nats', server.url]))
  }
  await Promise.all(workers.map(stop))
  await server.kill()
  const [embedded, nats] = [Math.max(...rates.embedded), Math.max(...rates.nats)]
  console.log(
    `${skills.length} skills, plan ${values.plan}, ${values.workers} workers: embedded ${rates.embedded.join(' ')}, NATS ${rates.nats.join(' ')} jobs/s; best ${embedded} and ${nats}: ${((nats / embedded) * 100).toFixed(0)} %`,
  )
}

function startWorker(url: string): ChildProcess {
  return spawn(process.execPath, [cli, 'worker', '--nats', url, '--workers', '1', '--quiet'], {
    stdio: 'ignore',
  })
}

async function stop(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}

async function best(measure: () => Promise<number>): Promise<number> {
  let most = 0
  for (let repeat = 0; repeat < repeats; repeat++) most = Math.max(most, await measure())
  return most
}
