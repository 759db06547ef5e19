import { readFile } from 'node:fs/promises'
import { ClawbackError } from '@clawback/model'
import {
  credsAuthenticator,
  nkeyAuthenticator,
  tokenAuthenticator,
  usernamePasswordAuthenticator,
} from '@nats-io/transport-node'
import type { Authenticator } from '@nats-io/transport-node'

/**
 * Who we are to a server, from a file, so that no secret stands on a command line or in an address. Four kinds are known
 * by what they hold: a `.creds` file (JWT and seed, as `nsc` writes it), an nkey seed (`SU…`), JSON
 * `{"user": …, "password": …}` or JSON `{"token": …}`. Throws INPUT_NOT_FOUND and INPUT_MALFORMED; the content is in no
 * message.
 */
export async function readAuth(path: string): Promise<Authenticator> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new ClawbackError('INPUT_NOT_FOUND', { locator: path }, error)
  })
  const text = bytes.toString('utf8').trim()
  if (text.includes('BEGIN NATS USER JWT')) return credsAuthenticator(bytes)
  if (/^SU[A-Z2-7]{56}$/.test(text)) return nkeyAuthenticator(new TextEncoder().encode(text))
  const { user, password, token } = parse(text)
  if (typeof token === 'string') return tokenAuthenticator(token)
  if (typeof user === 'string' && typeof password === 'string')
    return usernamePasswordAuthenticator(user, password)
  throw new ClawbackError('INPUT_MALFORMED', {
    where: path,
    detail: 'it holds no credentials of a known kind',
    mend: 'Give a .creds file, an nkey seed, {"user": …, "password": …} or {"token": …}.',
  })
}

/** Never the parser's error: it quotes what it read. */
function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
