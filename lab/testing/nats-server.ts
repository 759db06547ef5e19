import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'

/** Why tests over NATS are left out here; undefined when they can run. */
export const natsMissing: string | undefined =
  spawnSync('nats-server', ['--version']).status === 0
    ? undefined
    : 'there is no nats-server on PATH (Debian: nats-server)'

/** A real nats-server on loopback with JetStream on disk; killed and started again it is the same one. */
export interface NatsServer {
  readonly url: string
  /** Ends it at once, as a power cut of the process would. */
  kill(): Promise<void>
  /** Has it end in order, saying goodbye to who is connected. */
  stop(): Promise<void>
  /** What it logged since it was first started. */
  log(): readonly string[]
  /** Starts it again on the same port and folder; resolves when it answers. */
  start(): Promise<void>
}

export interface NatsServerOptions {
  /** File of a configuration; paths in it start at its folder. Port and address are ours all the same. */
  readonly config?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Starts one that keeps its streams below a folder. */
export async function startNatsServer(folder: string, options: NatsServerOptions = {}): Promise<NatsServer> {
  const { config, env } = options
  const port = await freePort()
  const said: string[] = []
  let child: ChildProcess | undefined
  await mkdir(folder, { recursive: true })
  const start = async (): Promise<void> => {
    const started = spawn(
      'nats-server',
      [
        ...['--addr', '127.0.0.1', '--port', String(port)],
        ...(config === undefined ? ['--jetstream', '--store_dir', folder] : ['--config', config]),
      ],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, ...env },
        cwd: config === undefined ? folder : dirname(config),
      },
    )
    child = started
    for await (const line of createInterface({ input: started.stderr })) {
      said.push(line)
      if (line.includes('Server is ready')) break
    }
    started.stderr.on('data', (text: Buffer) => said.push(...text.toString().split('\n')))
    if (!said.at(-1)?.includes('Server is ready'))
      throw new Error(`nats-server did not start: ${said.join('\n')}`)
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  await start()
  return {
    url: `nats://127.0.0.1:${port}`,
    start,
    log: () => said,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
