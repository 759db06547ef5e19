/** A worker told to leave goes home, also when the server says goodbye at the same moment. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { labNames } from '../../lab/bulk/remote/names.js'
import { connectNats } from '../../lab/queue/nats/connect.js'
import { natsMissing, startNatsServer } from '../../lab/testing/nats-server.js'

test.skipIf(natsMissing !== undefined)('a worker goes home with its server', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'worker-leaves-'))
  const server = await startNatsServer(folder)
  const nc = await connectNats({ url: server.url }, 'coordinator')
  const asks = nc.subscribe(labNames('leaves').join, { max: 1 })
  const worker = spawn(
    process.execPath,
    ['cli/bin/clawback.js', 'worker', '--nats', server.url, '--lab', 'leaves'],
    {
      stdio: 'ignore',
    },
  )
  try {
    for await (const ask of asks) expect(ask.data.length).toBeGreaterThan(0)
    const gone = once(worker, 'exit')
    const stopped = server.stop()
    worker.kill('SIGTERM')
    await stopped
    expect(await gone).toEqual([0, null])
  } finally {
    worker.kill('SIGKILL')
    await nc.close()
    await server.kill()
    await rm(folder, { recursive: true, force: true })
  }
})
