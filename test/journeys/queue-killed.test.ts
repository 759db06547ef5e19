import { expect, test } from 'vitest'
import { natsMissing } from '../../lab/testing/nats-server.js'
import { weather } from '../tools/queue-storm.js'

test.skipIf(natsMissing !== undefined)(
  `workers and server are killed at random, and every job has one result${natsMissing === undefined ? '' : ` (skipped: ${natsMissing})`}`,
  async () => {
    const storm = { jobs: 150, workers: 3, rounds: 500, killWorkerEvery: 30, killServerEvery: 50, seed: 7 }
    const figures = await weather(storm)
    expect(figures).toMatchObject({ committed: 150, wrong: 0, dead: 0 })
    expect(figures.workersKilled).toBeGreaterThanOrEqual(4)
    expect(figures.serverKills).toBeGreaterThanOrEqual(2)
  },
  60_000,
)
