import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import { afterAll, beforeAll } from 'vitest'
import { natsMissing, startNatsServer } from '../../testing/nats-server.js'
import type { NatsServer } from '../../testing/nats-server.js'
import { queueContract } from '../testing/contract.js'
import { connectNats } from './connect.js'
import type { Codec } from './envelope.js'
import { dropPlace } from './place.js'
import { makeNatsQueue } from './queue.js'

let folder = ''
let server: NatsServer | undefined
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nats-'))
  if (natsMissing === undefined) server = await startNatsServer(folder)
})
afterAll(async () => {
  await server?.kill()
  await rm(folder, { recursive: true, force: true })
})

const text: Codec<string> = {
  encode: (body) => Buffer.from(body),
  decode: (bytes) => Buffer.from(bytes).toString('utf8'),
}
const place = { stream: 'TEST', subject: 'test.jobs', takers: 'workers' }

queueContract(
  'a JetStream stream',
  async () => {
    const nc = await connectNats({ url: server?.url ?? '' }, 'test')
    return {
      // A busy machine may keep a beat waiting for as long as is left of a lease.
      leaseMs: 800,
      histories: 3,
      // The clock is the server's: time really passes.
      pass: (ms) => pass(ms),
      open: (options) => makeNatsQueue(nc, { ...options, place, codec: text, replace: true }),
      async clear() {
        await dropPlace(nc, place)
        await nc.close()
      },
    }
  },
  natsMissing,
)
