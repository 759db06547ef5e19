import { randomUUID } from 'node:crypto'
import type Provider from 'oidc-provider'
import type { Context, OAuthErrors } from 'oidc-provider'
import type { Consents } from './consents.js'
import { tokenDigest } from './log.js'
import type { RawLog } from './log.js'

/** Grant type of the stage: a person whose name is given signs in without a password. Loopback only. */
export const signInGrant = 'urn:clawback:params:oauth:grant-type:stage-sign-in'

export interface Account {
  readonly id: string
  readonly email: string
  readonly name: string
}

/**
 * Teaches a provider to sign a person in for a client, as a browser would: refused (`access_denied`) unless the person
 * consented to that client and has not lost it since. Every sign-in makes its own grant.
 */
export function registerSignIn(
  provider: Provider,
  errors: OAuthErrors,
  accounts: ReadonlyMap<string, Account>,
  consents: Consents,
  log: RawLog,
): void {
  const handler = async (context: Context): Promise<void> => {
    const { client, params } = context.oidc
    const account = accounts.get(params['login_hint'] ?? '')
    if (!account) throw new errors.AccessDenied('there is no such person')
    const scope = consents.scopeOf(account.id, client.clientId)
    if (scope === undefined) throw new errors.AccessDenied('the person has not consented to this client')
    const grant = new provider.Grant({ accountId: account.id, clientId: client.clientId })
    grant.addOIDCScope(scope)
    const values = { accountId: account.id, client, grantId: await grant.save(), gty: signInGrant, scope }
    const access = new provider.AccessToken(values)
    context.oidc.entity('AccessToken', access)
    log.write({ eventType: 'user.session.start', ...shared(context), actor: person(account), target: [] })
    context.body = {
      access_token: await access.save(),
      refresh_token: await new provider.RefreshToken(values).save(),
      expires_in: access.expiration,
      scope,
      token_type: 'Bearer',
    }
  }
  provider.registerGrantType(signInGrant, handler, ['login_hint', 'scope'])
}

/**
 * Logs every access token given out for a person, on sign-in and on refresh. Both lines have the shape of an identity
 * provider's system log; a token is named by its SHA-256 only.
 */
export function logTokens(provider: Provider, accounts: ReadonlyMap<string, Account>, log: RawLog): void {
  provider.on('grant.success', (context) => {
    const { client, entities } = context.oidc
    const { AccessToken: issued } = entities
    const account = accounts.get(issued?.accountId ?? '')
    const answer = context.body as
      { readonly access_token?: string; readonly expires_in?: number } | undefined
    const { access_token: token, expires_in: seconds = 0 } = answer ?? {}
    if (!issued || !account || token === undefined) return
    const { grantId = '', scope = '' } = issued
    const hash = tokenDigest(token)
    const expires = new Date(Date.now() + seconds * 1_000).toISOString()
    log.write({
      eventType: 'app.oauth2.token.grant.access_token',
      ...shared(context),
      actor: {
        id: client.clientId,
        type: 'PublicClientApp',
        displayName: client.clientName ?? client.clientId,
      },
      target: [
        person(account),
        { id: grantId, type: 'grant', detailEntry: { scopes: scope, clientId: client.clientId } },
        { id: hash, type: 'access_token', detailEntry: { subject: account.id, hash, grantId, expires } },
      ],
    })
  })
}

function shared(context: Context): Readonly<Record<string, unknown>> {
  return {
    uuid: randomUUID(),
    published: new Date().toISOString(),
    issuer: `http://${context.get('host')}`,
    client: { ipAddress: context.ip, userAgent: { rawUserAgent: context.get('user-agent') } },
    outcome: { result: 'SUCCESS' },
  }
}

function person({ id, email, name }: Account): Readonly<Record<string, unknown>> {
  return { id, type: 'User', alternateId: email, displayName: name }
}
