import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createAuthority } from '../../sandbox/watch/sinkhole/authority.js'
import { startNatsServer } from '../../lab/testing/nats-server.js'
import type { NatsServer } from '../../lab/testing/nats-server.js'
import type { Broker } from '@clawback/lab'

/** A server closed as the how-to says, and how its two users reach it. */
export interface ClosedServer {
  readonly server: NatsServer
  readonly coordinator: Broker
  readonly worker: Broker
}

const page = new URL('../../docs/how-to/bulk-nats.md', import.meta.url)
const passwords = { COORDINATOR_PASSWORD: 'only-for-this-test-c', WORKER_PASSWORD: 'only-for-this-test-w' }

/** Starts a server with the configuration in docs/how-to/bulk-nats.md and a certificate of an authority of our own. */
export async function startClosedServer(folder: string): Promise<ClosedServer> {
  const [, config] = /```conf\n([\s\S]*?)```/.exec(await readFile(page, 'utf8')) ?? []
  if (config === undefined) throw new Error('the how-to has no configuration')
  const authority = await createAuthority()
  const { cert, key } = await authority.leaf('localhost')
  const put = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text, { mode: 0o600 })
    return join(folder, name)
  }
  await put('server.pem', cert)
  await put('server-key.pem', key)
  const ca = await put('ca.pem', authority.pem)
  // A small message, so that answers go through the object store.
  const small = config.replace('max_payload: 1MB', 'max_payload: 40KB')
  const server = await startNatsServer(join(folder, 'jetstream'), {
    config: await put('nats-server.conf', small),
    env: passwords,
  })
  const as = async (user: string, password: string): Promise<Broker> => ({
    url: server.url.replace('nats://127.0.0.1', 'tls://localhost'),
    ...{ lab: 'lab', ca },
    auth: await put(`${user}.json`, JSON.stringify({ user, password })),
  })
  return {
    server,
    coordinator: await as('coordinator', passwords.COORDINATOR_PASSWORD),
    worker: await as('worker', passwords.WORKER_PASSWORD),
  }
}
