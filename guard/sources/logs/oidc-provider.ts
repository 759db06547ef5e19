import { listMember, textMember } from '@clawback/wire'
import type { JsonObject } from '@clawback/wire'
import type { Kind } from '@clawback/model'
import type { Sighting } from '../../ports.js'
import { identifier } from '../clean.js'
import type { Connector, Look } from '../connector.js'
import { instant, sighting } from '../fields.js'
import { digestOf } from '../gap.js'
import { digestHex } from './keys.js'
import { jsonLines } from './lines.js'

/**
 * Events of an OpenID provider, one per line, under the names that npm `oidc-provider` emits: event, time, issuer,
 * account_id, email, client_id, grant_id, session_uid, scope, token_sha256, expires_at, ip, amr.
 */
export const oidcProvider: Connector = jsonLines('oidc-provider', readLine)

const kinds: Readonly<Record<string, Kind>> = {
  'login.success': 'auth.login',
  'login.error': 'auth.login',
  'session.saved': 'auth.login',
  'grant.saved': 'idp.grant',
  'grant.revoked': 'iam.change',
  'access_token.saved': 'auth.token',
  'access_token.issued': 'auth.token',
  'refresh_token.saved': 'auth.token',
  'client_credentials.saved': 'auth.token',
  'access_token.destroyed': 'iam.change',
  'refresh_token.destroyed': 'iam.change',
}

function readLine(line: JsonObject, text: string, look: Look): Sighting | undefined {
  const event = textMember(line, 'event') ?? ''
  const kind = Object.hasOwn(kinds, event) ? kinds[event] : undefined
  if (kind === undefined) return undefined
  const id = (name: string): string | undefined => identifier(textMember(line, name))
  const digest = digestHex(textMember(line, 'token_sha256'))
  return sighting(
    kind,
    instant(textMember(line, 'time')) ?? look.received,
    'log',
    {
      'auth.client_id': id('client_id'),
      'auth.method': identifier(listMember(line, 'amr')[0]),
      'auth.result': event.endsWith('.error') ? 'failure' : 'success',
      'cred.kind': digest === undefined ? undefined : credKind(event),
      'cred.issuer': id('issuer'),
      'cred.client_id': id('client_id'),
      'cred.grant_id': id('grant_id'),
      'cred.scopes': textMember(line, 'scope')?.slice(0, 1_024).split(' ').filter(Boolean),
      'cred.expires': instant(textMember(line, 'expires_at')),
      'effect.verb': kind === 'iam.change' ? 'delete' : 'auth',
      'user.id': id('account_id'),
      'user.email': id('email'),
      'client.address': id('ip'),
      'source.ref': id('session_uid'),
      'source.dedupe_key': digestOf(text),
    },
    {
      issuer: id('issuer'),
      subject: id('account_id'),
      email: id('email')?.toLowerCase(),
      client: id('client_id'),
      grant: id('grant_id'),
      tokenDigest: digest,
    },
  )
}

function credKind(event: string): string {
  return event.startsWith('refresh_token') ? 'oauth_refresh_token' : 'oauth_access_token'
}
