/**
 * Jobs over a real nats-server while workers and the server are killed at random: `scripts/soak queue [--jobs N]
 * [--workers N] [--kill-every N] [--seed N]`. The server is killed a third as often as a worker. Exit code 1 when a job has
 * no result, a wrong one, or died.
 */
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { natsMissing } from '../../lab/testing/nats-server.js'
import { weather } from '../tools/queue-storm.js'

const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '2000' },
    workers: { type: 'string', default: '3' },
    'kill-every': { type: 'string', default: '40' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const [jobs, workers, killEvery, seed] = [values.jobs, values.workers, values['kill-every'], values.seed].map(
  Number,
) as [number, number, number, number]

if (natsMissing !== undefined) {
  console.error(`soak: ${natsMissing}`)
  process.exitCode = 4
} else if (!(jobs >= 10 && workers >= 1 && killEvery >= 1 && seed >= 0)) {
  console.error('soak: give --jobs of at least 10, and --workers and --kill-every of at least 1')
  process.exitCode = 2
} else {
  const found = await weather({
    ...{ jobs, workers, seed, rounds: 2_000 },
    killWorkerEvery: killEvery,
    killServerEvery: killEvery * 3,
  })
  console.log(
    `${found.committed} of ${jobs} jobs have a result in ${found.seconds} s; ${found.workersKilled} workers and the server ${found.serverKills} times killed; ${found.again} results came twice and counted once, ${found.wrong} wrong, ${found.dead} dead`,
  )
  console.log(`seed ${seed}; ${cpus()[0]?.model ?? '?'} x${cpus().length}, load ${loadavg()[0]?.toFixed(1)}`)
  process.exitCode = found.committed === jobs && found.wrong + found.dead === 0 ? 0 : 1
}
