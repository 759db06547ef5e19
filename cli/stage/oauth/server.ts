import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type Provider from 'oidc-provider'
import type { OAuthErrors } from 'oidc-provider'
import { createAdmin, adminScope } from './admin.js'
import { createShelf } from './adapter.js'
import type { Shelf } from './adapter.js'
import { createConsents } from './consents.js'
import type { Consents } from './consents.js'
import { listen } from './http.js'
import type { Listening } from './http.js'
import type { RawLog } from './log.js'
import { logTokens, registerSignIn, signInGrant } from './sign-in.js'
import type { Account } from './sign-in.js'

/** A client of the server and the secret it signs in with. */
export interface ClientSecret {
  readonly id: string
  readonly secret: string
}

/** A real OAuth server (npm `oidc-provider`) on loopback, in memory. */
export interface OAuthServer extends Listening {
  readonly clients: Readonly<Record<'human' | 'agent' | 'records' | 'guard', ClientSecret>>
  readonly consents: Consents
  readonly shelf: Shelf
}

export interface OAuthServerOptions {
  readonly accounts: readonly Account[]
  /** Where sign-ins and issued tokens are logged. */
  readonly log: RawLog
}

/**
 * Opens the server with four clients: the app a person uses, the agent that acts for a person, the records service
 * (introspects), and the guard (introspects, revokes, administers grants). RFC 6749, 7009 and 7662 are the package's
 * own; the password-less sign-in and the admin endpoint are ours.
 */
export async function openOAuthServer({ accounts, log }: OAuthServerOptions): Promise<OAuthServer> {
  const { OidcProvider, errors } = await loadProvider()
  const secret = (id: string): ClientSecret => ({ id, secret: randomBytes(24).toString('base64url') })
  const clients = {
    human: secret('records-app'),
    agent: secret('claude-code'),
    records: secret('records-api'),
    guard: secret('clawback-guard'),
  }
  const signsIn = [signInGrant, 'refresh_token']
  const shelf = createShelf([
    client(clients.human, signsIn, 'records:read'),
    client(clients.agent, signsIn, 'records:read'),
    client(clients.records, ['client_credentials'], ''),
    client(clients.guard, ['client_credentials'], adminScope),
  ])
  const consents = createConsents()
  const people = new Map(accounts.map((account) => [account.id, account]))
  const mayAsk = new Set([clients.records.id, clients.guard.id])

  const listening = await listen((url) => {
    const provider = new OidcProvider(url, {
      adapter: (model: string) => shelf.adapterOf(model),
      clientDefaults: { id_token_signed_response_alg: 'ES256' },
      cookies: { keys: [randomBytes(24).toString('base64url')] },
      features: {
        devInteractions: { enabled: false },
        clientCredentials: { enabled: true },
        introspection: {
          enabled: true,
          allowedPolicy: (_: unknown, asking: { clientId: string }, token: { clientId: string }) =>
            mayAsk.has(asking.clientId) || asking.clientId === token.clientId,
        },
        revocation: {
          enabled: true,
          allowedPolicy: (_: unknown, asking: { clientId: string }, token: { clientId: string }) =>
            asking.clientId === clients.guard.id || asking.clientId === token.clientId,
        },
      },
      findAccount: (_: unknown, id: string) =>
        people.has(id) ? { accountId: id, claims: () => ({ sub: id }) } : undefined,
      interactions: { url: () => '/' },
      jwks: { keys: [signingKey()] },
      rotateRefreshToken: false,
      scopes: ['offline_access', 'records:read', adminScope],
      ttl: { AccessToken: 3_600, ClientCredentials: 600, Grant: 86_400, RefreshToken: 86_400 },
    })
    registerSignIn(provider, errors, people, consents, log)
    logTokens(provider, people, log)
    const oauth = provider.callback()
    const admin = createAdmin(provider, shelf, consents)
    return (request, response) => {
      const { pathname } = new URL(request.url ?? '/', url)
      const answered = pathname.startsWith('/admin/')
        ? admin(request, response, pathname)
        : oauth(request, response)
      answered.catch(() => response.writeHead(500).end())
    }
  })
  return { ...listening, clients, consents, shelf }
}

/** Loads the package; its advice to real deployments (docs/dependencies.md) is kept off the terminal of a stage. */
async function loadProvider(): Promise<{ OidcProvider: typeof Provider; errors: OAuthErrors }> {
  const { warn } = console
  console.warn = (...words: unknown[]) => {
    if (!String(words[0]).includes('oidc-provider ')) warn(...words)
  }
  try {
    const { default: OidcProvider, errors } = await import('oidc-provider')
    return { OidcProvider, errors }
  } finally {
    console.warn = warn
  }
}

function client(
  { id, secret }: ClientSecret,
  grantTypes: readonly string[],
  scope: string,
): Record<string, unknown> & { client_id: string } {
  return {
    client_id: id,
    client_secret: secret,
    client_name: id,
    grant_types: grantTypes,
    redirect_uris: [],
    response_types: [],
    ...(scope === '' ? {} : { scope }),
    token_endpoint_auth_method: 'client_secret_basic',
  }
}

function signingKey(): Record<string, unknown> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256' }
}
