import { createServer } from 'node:tls'
import type { TLSSocket } from 'node:tls'
import type { Duplex } from 'node:stream'
import { bounds } from './bounds.js'
import { parseClientHello } from './clienthello.js'
import type { Line } from './line.js'

/** The plaintext inside a TLS connection. */
export interface Terminated {
  readonly stream: Duplex
  readonly line: Line
}

/**
 * Ends TLS here with a certificate of the run's authority for whatever name is asked for, and records how it went.
 * Undefined when the handshake failed (`tls.error` says why: `unknown_ca` for pinned clients).
 */
export async function terminateTls(
  stream: Duplex,
  head: Buffer,
  line: Line,
): Promise<Terminated | undefined> {
  const { session } = line
  const at = session.now()
  const serverName = parseClientHello(head)?.serverName
  const name = serverName ?? line.address ?? 'localhost'
  const outcome = await shakeHands(stream, await session.ca.leaf(name))
  const heard = outcome.socket && (await firstBytes(outcome.socket))
  const error = outcome.error ?? (heard === false ? 'closed_before_data' : undefined)
  const because = session.observe(
    'tls.handshake',
    {
      ...(serverName === undefined ? {} : { 'tls.client.server_name': session.excerpt.text(serverName) }),
      'tls.established': outcome.socket !== undefined,
      ...(outcome.socket === undefined
        ? {}
        : { 'tls.protocol.version': outcome.socket.getProtocol() ?? 'unknown' }),
      ...(error === undefined ? {} : { 'tls.error': error }),
      'server.address': name,
      ...(line.port === undefined ? {} : { 'server.port': line.port }),
    },
    { flow: line.flow, at, ...(line.because === undefined ? {} : { because: line.because }) },
  )
  if (serverName !== undefined)
    session.leaks.see({
      channel: 'tls',
      bytes: Buffer.from(serverName),
      because,
      flow: line.flow,
      to: serverName,
    })
  if (outcome.socket === undefined) {
    stream.destroy()
    return undefined
  }
  const named = serverName === undefined ? {} : { serverName }
  return { stream: outcome.socket, line: { ...line, ...named, because, secure: true, layer: line.layer + 1 } }
}

interface Outcome {
  readonly socket?: TLSSocket
  readonly error?: string
}

function shakeHands(stream: Duplex, leaf: { readonly key: string; readonly cert: string }): Promise<Outcome> {
  return new Promise((resolve) => {
    const server = createServer({
      ...leaf,
      ALPNCallback: ({ protocols }) =>
        ['h2', 'http/1.1'].find((name) => protocols.includes(name)) ?? protocols[0],
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT@SECLEVEL=0',
      handshakeTimeout: bounds.requestMs,
    })
    server.once('secureConnection', (socket) => resolve({ socket }))
    server.once('tlsClientError', (error: NodeJS.ErrnoException) => resolve({ error: reason(error) }))
    for (const end of ['end', 'close']) stream.once(end, () => resolve({ error: 'closed' }))
    server.emit('connection', stream)
  })
}

/** `ERR_SSL_TLSV1_ALERT_UNKNOWN_CA` -> `unknown_ca`: the alert's name in RFC 8446, or what went wrong here. */
function reason(error: NodeJS.ErrnoException): string {
  if (error.code === 'ECONNRESET') return 'closed'
  const code = error.code ?? 'unknown'
  return code
    .replace(/^ERR_(SSL|TLS)_/, '')
    .replace(/^(TLSV1|TLSV13|SSLV3)_ALERT_/, '')
    .toLowerCase()
}

/** True when bytes came, false when the other side closed instead, undefined when it stays silent. */
function firstBytes(socket: TLSSocket): Promise<boolean | undefined> {
  return new Promise((resolve) => {
    const finish = (heard: boolean | undefined): void => {
      clearTimeout(timer)
      socket.off('readable', readable)
      resolve(heard)
    }
    const readable = (): void => finish(socket.readableLength > 0)
    const timer = setTimeout(() => finish(undefined), bounds.greetMs)
    socket.on('readable', readable)
    socket.once('close', () => finish(false))
    socket.on('error', () => finish(false))
  })
}
