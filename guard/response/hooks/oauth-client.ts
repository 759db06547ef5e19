import {
  allowInsecureRequests,
  clientCredentialsGrantRequest,
  ClientSecretBasic,
  introspectionRequest,
  processClientCredentialsResponse,
  processIntrospectionResponse,
  revocationRequest,
} from 'oauth4webapi'
import type { AuthorizationServer, Client, ClientAuth } from 'oauth4webapi'
import type { Secret } from './secret.js'

/** Where a provider listens. What is missing is not used. */
export interface OAuthEndpoints {
  readonly issuer: string
  readonly token?: string
  /** RFC 7009 */
  readonly revocation?: string
  /** RFC 7662 */
  readonly introspection?: string
  /** Base of the grant and client administration. */
  readonly admin?: string
}

/** The guard as a client of a provider: what it may ask, with its own credentials. */
export interface OAuthClient {
  readonly can: { readonly revoke: boolean; readonly introspect: boolean; readonly administer: boolean }
  /** RFC 7009: the answer as it came; 200 also for a token the server never saw. */
  revoke(token: string, signal: AbortSignal): Promise<Response>
  /** RFC 7662: whether the token is active. */
  active(token: string, signal: AbortSignal): Promise<boolean>
  /** One request to the administration, with a client credentials token (RFC 6749, 4.4) that is renewed once on 401. */
  administer(method: string, path: readonly string[], body: unknown, signal: AbortSignal): Promise<Response>
}

export interface OAuthClientOptions {
  readonly endpoints: OAuthEndpoints
  readonly client: { readonly id: string; readonly secret: Secret; readonly scope?: string }
}

/** Endpoints were checked with {@link import('./answer.js').secureEnough} before: plain HTTP here is loopback. */
export function createOAuthClient({ endpoints, client }: OAuthClientOptions): OAuthClient {
  const server: AuthorizationServer = {
    issuer: endpoints.issuer,
    ...(endpoints.token === undefined ? {} : { token_endpoint: endpoints.token }),
    ...(endpoints.revocation === undefined ? {} : { revocation_endpoint: endpoints.revocation }),
    ...(endpoints.introspection === undefined ? {} : { introspection_endpoint: endpoints.introspection }),
  }
  const self: Client = { client_id: client.id }
  const auth = (): ClientAuth => ClientSecretBasic(client.secret.reveal())
  const options = (signal: AbortSignal): { signal: AbortSignal; [allowInsecureRequests]: boolean } => ({
    signal,
    [allowInsecureRequests]: true,
  })

  let own: { readonly token: string; readonly until: number } | undefined
  const ownToken = async (signal: AbortSignal): Promise<string> => {
    if (own && own.until > Date.now()) return own.token
    const scope = client.scope === undefined ? {} : { scope: client.scope }
    const response = await clientCredentialsGrantRequest(server, self, auth(), scope, options(signal))
    const { access_token: token, expires_in: seconds = 60 } = await processClientCredentialsResponse(
      server,
      self,
      response,
    )
    own = { token, until: Date.now() + (seconds - 10) * 1_000 }
    return token
  }

  const administer: OAuthClient['administer'] = async (method, path, body, signal) => {
    const url = [endpoints.admin?.replace(/\/$/, ''), ...path.map(encodeURIComponent)].join('/')
    const ask = async (): Promise<Response> =>
      fetch(url, {
        method,
        signal,
        redirect: 'error',
        headers: {
          authorization: `Bearer ${await ownToken(signal)}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    const first = await ask()
    if (first.status !== 401) return first
    own = undefined
    await first.body?.cancel()
    return ask()
  }

  return {
    can: {
      revoke: endpoints.revocation !== undefined,
      introspect: endpoints.introspection !== undefined,
      administer: endpoints.admin !== undefined,
    },
    revoke: (token, signal) => revocationRequest(server, self, auth(), token, options(signal)),
    active: async (token, signal) => {
      const response = await introspectionRequest(server, self, auth(), token, options(signal))
      return (await processIntrospectionResponse(server, self, response)).active
    },
    administer,
  }
}
