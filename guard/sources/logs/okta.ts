import { isObject, listMember, objectMember, textMember } from '@clawback/wire'
import type { JsonObject } from '@clawback/wire'
import type { Kind } from '@clawback/model'
import type { Sighting } from '../../ports.js'
import { identifier } from '../clean.js'
import type { Connector, Look } from '../connector.js'
import { instant, sighting } from '../fields.js'
import { digestOf } from '../gap.js'
import { digestHex } from './keys.js'
import { jsonLines } from './lines.js'

/** Okta's System Log (LogEvent objects: eventType, published, actor, client, outcome, target, uuid), one per line. */
export const okta: Connector = jsonLines('okta', readLine)

const families: readonly (readonly [prefix: string, kind: Kind])[] = [
  ['user.session.start', 'auth.login'],
  ['user.authentication.', 'auth.login'],
  ['app.oauth2.as.token.grant', 'auth.token'],
  ['app.oauth2.token.grant', 'auth.token'],
  ['app.oauth2.as.consent.grant', 'idp.grant'],
  ['app.oauth2.as.token.revoke', 'iam.change'],
  ['app.oauth2.token.revoke', 'iam.change'],
  ['user.lifecycle.', 'iam.change'],
  ['user.account.', 'iam.change'],
  ['group.', 'iam.change'],
  ['application.', 'iam.change'],
  ['policy.', 'iam.change'],
]

function readLine(line: JsonObject, text: string, look: Look): Sighting | undefined {
  const type = textMember(line, 'eventType') ?? ''
  const kind = families.find(([prefix]) => type.startsWith(prefix))?.[1]
  if (kind === undefined) return undefined
  const actor = objectMember(line, 'actor')
  const client = objectMember(line, 'client')
  const targets = listMember(line, 'target').filter(isObject)
  const target = (fits: (type: string) => boolean): JsonObject | undefined =>
    targets.find((one) => fits(textMember(one, 'type') ?? ''))
  const token = objectMember(
    target((name) => name.includes('token')),
    'detailEntry',
  )
  const granted = target((name) => name === 'grant')
  const user = textMember(actor, 'type') === 'User' ? actor : target((name) => name === 'User')
  const app = identifier(
    textMember(
      target((name) => name === 'AppInstance'),
      'id',
    ) ??
      textMember(objectMember(granted, 'detailEntry'), 'clientId') ??
      (user === actor ? undefined : textMember(actor, 'id')),
  )
  const digest = digestHex(textMember(token, 'hash'))
  const grant = identifier(textMember(granted, 'id') ?? textMember(token, 'grantId'))
  const email = identifier(textMember(user, 'alternateId'))?.toLowerCase()
  const issuer =
    identifier(
      textMember(line, 'issuer') ??
        textMember(objectMember(objectMember(line, 'debugContext'), 'debugData'), 'issuer'),
    ) ?? 'okta'
  const changes = kind === 'iam.change'
  return sighting(
    kind,
    instant(textMember(line, 'published')) ?? look.received,
    'log',
    {
      'auth.client_id': app,
      'auth.result':
        textMember(objectMember(line, 'outcome'), 'result') === 'FAILURE' ? 'failure' : 'success',
      'cred.kind': digest === undefined ? undefined : 'oauth_access_token',
      'cred.issuer': issuer,
      'cred.client_id': app,
      'cred.grant_id': grant,
      'cred.scopes': scopesOf(textMember(objectMember(granted, 'detailEntry'), 'scopes')),
      'cred.expires': instant(textMember(token, 'expires')),
      'effect.verb': changes ? 'admin' : 'auth',
      'target.kind': changes ? 'identity' : undefined,
      'target.name': changes ? identifier(textMember(targets[0], 'alternateId')) : undefined,
      'user.id': identifier(textMember(user, 'id')),
      'user.email': email,
      'user_agent.original': identifier(textMember(objectMember(client, 'userAgent'), 'rawUserAgent')),
      'client.address': identifier(textMember(client, 'ipAddress')),
      'source.ref': identifier(textMember(objectMember(line, 'authenticationContext'), 'externalSessionId')),
      'source.dedupe_key': digestOf(`okta|${textMember(line, 'uuid') ?? text}`),
    },
    {
      issuer,
      subject: identifier(textMember(user, 'id')),
      email: email?.includes('@') === true ? email : undefined,
      client: app,
      grant,
      tokenDigest: digest,
    },
  )
}

function scopesOf(text: string | undefined): readonly string[] | undefined {
  return text?.slice(0, 1_024).split(' ').filter(Boolean)
}
