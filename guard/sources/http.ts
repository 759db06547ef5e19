import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { chmod, mkdir, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { dirname } from 'node:path'
import { ClawbackError } from '@clawback/model'
import { BodyRefused } from './body.js'

/** What a request is answered with. */
export interface Answer {
  readonly status: number
  readonly body?: object
  readonly headers?: Readonly<Record<string, string>>
}

export type Handle = (
  request: IncomingMessage,
  path: readonly string[],
  response: ServerResponse,
) => Promise<Answer | 'streaming'>

export interface Listening {
  /** Path of a unix socket, or `host:port`. */
  readonly address: string
  close(): Promise<void>
}

/**
 * Listens on a unix socket in a folder of mode 0700: whoever can connect is its owner or root. Node cannot read peer
 * credentials, so the folder is the boundary. A socket that nobody answers on is taken over; a live one is refused.
 */
export async function listenUnix(path: string, handle: Handle): Promise<Listening> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await chmod(dirname(path), 0o700)
  if (Buffer.byteLength(path) > 107)
    throw new ClawbackError('USAGE', {
      detail: `${path} is longer than the 107 bytes a socket path may have`,
    })
  if (await answers(path))
    throw new ClawbackError('GUARD_REFUSED', {
      detail: `another guard listens at ${path}`,
      mend: 'Stop it first, or use another state folder.',
    })
  await rm(path, { force: true })
  const server = serve(handle)
  await listening(server, () => server.listen(path))
  await chmod(path, 0o600)
  return { address: path, close: () => closed(server) }
}

/** Listens on loopback. Whoever is on this machine can connect: nothing that comes this way is authenticated. */
export async function listenLoopback(port: number, handle: Handle): Promise<Listening> {
  const server = serve(handle)
  await listening(server, () => server.listen(port, '127.0.0.1'))
  const address = server.address() as AddressInfo
  return { address: `127.0.0.1:${address.port}`, close: () => closed(server) }
}

function serve(handle: Handle): Server {
  const server = createServer(
    { requestTimeout: 10_000, headersTimeout: 5_000, keepAliveTimeout: 5_000 },
    (request, response) => {
      const path = (request.url ?? '/').split('?', 1)[0]?.split('/').filter(Boolean) ?? []
      handle(request, path, response)
        .catch((error: unknown): Answer => refusal(error))
        .then((answer) => {
          if (answer !== 'streaming') send(response, answer)
        })
        .catch(() => response.destroy())
    },
  )
  server.maxConnections = 512
  return server
}

function refusal(error: unknown): Answer {
  if (error instanceof BodyRefused) return { status: error.status, body: { error: error.message } }
  if (error instanceof ClawbackError)
    return {
      status: error.exitCode === 5 ? 500 : 400,
      body: { error: error.message, code: error.code, mend: error.mend },
    }
  return { status: 500, body: { error: 'something of ours broke' } }
}

function send(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  const text = body === undefined ? '' : JSON.stringify(body)
  response
    .writeHead(status, {
      ...(text === '' ? {} : { 'content-type': 'application/json' }),
      'content-length': Buffer.byteLength(text),
      ...headers,
    })
    .end(text)
}

async function listening(server: Server, begin: () => void): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.once('listening', resolve)
    begin()
  })
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 1_000).unref()
  })
}

/** Whether somebody listens on a socket path. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
