import { numberMember, objectMember, textMember } from '@clawback/wire'
import type { JsonObject } from '@clawback/wire'
import type { Sighting } from '../../ports.js'
import { identifier } from '../clean.js'
import type { Connector, Look } from '../connector.js'
import { instant, sighting } from '../fields.js'
import { digestOf } from '../gap.js'
import { jsonLines } from './lines.js'

/** Entra sign-in records (Graph signIn, or the same under `properties` of a diagnostic export), one per line. */
export const entra: Connector = jsonLines('entra', readLine)

function readLine(line: JsonObject, text: string, look: Look): Sighting | undefined {
  const signIn = objectMember(line, 'properties') ?? line
  const user = identifier(textMember(signIn, 'userId'))
  const app = identifier(textMember(signIn, 'appId'))
  if (textMember(signIn, 'createdDateTime') === undefined || app === undefined) return undefined
  const failed = (numberMember(objectMember(signIn, 'status'), 'errorCode') ?? 0) !== 0
  const name = identifier(textMember(signIn, 'userPrincipalName'))?.toLowerCase()
  const issuer = identifier(textMember(signIn, 'homeTenantId') ?? textMember(line, 'tenantId')) ?? 'entra'
  return sighting(
    'auth.login',
    instant(textMember(signIn, 'createdDateTime')) ?? look.received,
    'log',
    {
      'auth.client_id': app,
      'auth.method': identifier(textMember(signIn, 'authenticationRequirement')),
      'auth.result': failed ? 'failure' : 'success',
      'cred.issuer': issuer,
      'cred.client_id': app,
      'effect.verb': 'auth',
      'user.id': user,
      'user.email': name,
      'user_agent.original': identifier(textMember(signIn, 'userAgent')),
      'client.address': identifier(textMember(signIn, 'ipAddress')),
      'source.ref': identifier(textMember(signIn, 'uniqueTokenIdentifier')),
      'source.dedupe_key': digestOf(`entra|${textMember(signIn, 'id') ?? text}`),
    },
    { issuer, subject: user, email: name?.includes('@') === true ? name : undefined, client: app },
  )
}
