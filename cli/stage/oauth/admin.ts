import type { IncomingMessage, ServerResponse } from 'node:http'
import type Provider from 'oidc-provider'
import type { Shelf } from './adapter.js'
import type { Consents } from './consents.js'
import { readJson, sendJson } from './http.js'

/** Scope a client needs for this endpoint. */
export const adminScope = 'grants:manage'

/**
 * The grant and client administration that identity providers offer beside OAuth, in its plainest form. Needs a client
 * credentials token with scope `grants:manage`.
 *
 *     GET    /admin/grants/{id}                 200 {id, client, account, scope} | 404
 *     DELETE /admin/grants/{id}                 204 | 404; takes the tokens and the person's consent with it
 *     GET    /admin/consents/{client}/{account} 200 {scope} | 404
 *     PUT    /admin/consents/{client}/{account} 204; {scope}: the person's consent stands (again)
 *     GET    /admin/clients/{id}                200 {id, enabled} | 404
 *     PATCH  /admin/clients/{id}                204 | 404; {enabled}
 */
export function createAdmin(
  provider: Provider,
  shelf: Shelf,
  consents: Consents,
): (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void> {
  const answer = async (request: IncomingMessage, path: string): Promise<Answer> => {
    if (!(await allowed(provider, request))) return [401, { error: 'invalid_token' }]
    const [noun = '', id = '', account = ''] = path.split('/').slice(2).map(decodeURIComponent)
    switch (`${request.method ?? ''} ${noun}`) {
      case 'GET grants':
        return found(shelf.grants().find((grant) => grant.id === id))
      case 'DELETE grants': {
        const grant = shelf.grants().find((each) => each.id === id)
        if (!grant || !shelf.removeGrant(id)) return missing
        consents.withdraw(grant.account, grant.client)
        return [204]
      }
      case 'GET consents': {
        const scope = consents.scopeOf(account, id)
        return found(scope === undefined ? undefined : { scope })
      }
      case 'PUT consents': {
        const { scope } = await readJson(request)
        if (typeof scope !== 'string') return malformed
        consents.give(account, id, scope)
        return [204]
      }
      case 'GET clients': {
        const enabled = shelf.clientEnabled(id)
        return found(enabled === undefined ? undefined : { id, enabled })
      }
      case 'PATCH clients': {
        const { enabled } = await readJson(request)
        if (typeof enabled !== 'boolean') return malformed
        return shelf.enableClient(id, enabled) ? [204] : missing
      }
      default:
        return [405, { error: 'method_not_allowed' }]
    }
  }
  return async (request, response, path) => {
    const [status, body] = await answer(request, path)
    sendJson(response, status, body)
  }
}

type Answer = readonly [status: number, body?: unknown]
const missing: Answer = [404, { error: 'not_found' }]
const malformed: Answer = [400, { error: 'invalid_request' }]

function found(body: unknown): Answer {
  return body === undefined ? missing : [200, body]
}

async function allowed(provider: Provider, request: IncomingMessage): Promise<boolean> {
  const [, value] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? []
  const token = value === undefined ? undefined : await provider.ClientCredentials.find(value)
  return token?.isValid === true && (token.scope ?? '').split(' ').includes(adminScope)
}
