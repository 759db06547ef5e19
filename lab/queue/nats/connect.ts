import { ClawbackError } from '@clawback/model'
import { connect } from '@nats-io/transport-node'
import type { NatsConnection } from '@nats-io/transport-node'
import { readAuth } from './auth.js'
import { queueError } from './errors.js'

/** Where a NATS server is and who we are to it. Secrets are in files only. */
export interface NatsAddress {
  /** `nats://host:port` or `tls://host:port`; several, of one cluster, with commas between. */
  readonly url: string
  /** File of credentials: {@link readAuth}. */
  readonly auth?: string
  /** PEM file of the authorities that the server's certificate may come from. */
  readonly ca?: string
  /** PEM files of our own certificate and its key, for servers that ask for one. */
  readonly cert?: string
  readonly key?: string
}

/** Milliseconds for one try to connect. */
const connectMs = 5_000
/** Milliseconds between two tries to connect again. */
const againMs = 250

/**
 * Connects. What comes later is ridden out: a server that restarts is found again however long it takes. Answers come
 * below `_INBOX_role`, so that permissions can keep one role from reading what another is told. Throws
 * QUEUE_UNREACHABLE, QUEUE_REFUSED, and USAGE when there is a secret in the address.
 */
export async function connectNats(address: NatsAddress, role: string): Promise<NatsConnection> {
  const servers = address.url.split(',').map(serverOf)
  const { auth, ca, cert, key } = address
  const tls = {
    ...(ca === undefined ? {} : { caFile: ca }),
    ...(cert === undefined ? {} : { certFile: cert }),
    ...(key === undefined ? {} : { keyFile: key }),
  }
  const wantsTls = Object.keys(tls).length > 0 || address.url.includes('tls://')
  try {
    return await connect({
      servers,
      name: `clawback ${role}`,
      inboxPrefix: `_INBOX_${role}`,
      timeout: connectMs,
      maxReconnectAttempts: -1,
      reconnectTimeWait: againMs,
      ...(wantsTls ? { tls } : {}),
      ...(auth === undefined ? {} : { authenticator: await readAuth(auth) }),
    })
  } catch (error) {
    throw queueError(error, servers.join(', '))
  }
}

function serverOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['nats:', 'tls:'].includes(url.protocol) || url.hostname === '')
    throw new ClawbackError('USAGE', { detail: 'a NATS address is nats://host:port or tls://host:port' })
  if (url.username !== '' || url.password !== '')
    throw new ClawbackError('USAGE', {
      detail: 'credentials do not belong into an address, where others can read them; give them in a file',
    })
  return `${url.protocol}//${url.host}`
}
