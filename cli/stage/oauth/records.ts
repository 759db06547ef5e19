import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { listen, sendJson } from './http.js'
import type { Listening } from './http.js'
import { tokenDigest } from './log.js'
import type { RawLog } from './log.js'
import type { ClientSecret } from './server.js'
import { postForm } from './form.js'

/** Most rows one call gives. */
const mostRows = 1_000

/**
 * A production database behind HTTP: `GET /records/{table}?limit=N` with a bearer token. It keeps no session: every
 * call is introspected (RFC 7662), so a token that is taken back is refused (401) from the next call on. Each call is
 * one line of its audit log, refused ones too:
 *
 *     {time, request_id, service, database, environment, verb, object, rows, status, application_name, traceparent,
 *      client_addr, token_sha256, client_id, subject}
 */
export async function openRecords(issuer: string, client: ClientSecret, log: RawLog): Promise<Listening> {
  const introspect = async (token: string): Promise<Readonly<Record<string, unknown>>> => {
    const { body } = await postForm(`${issuer}/token/introspection`, client, { token })
    return body
  }
  return listen((url) => (request, response) => {
    const answer = async (): Promise<void> => {
      const { pathname, searchParams } = new URL(request.url ?? '/', url)
      const table = /^\/records\/([a-z_]{1,40})$/.exec(pathname)?.[1]
      if (request.method !== 'GET' || table === undefined) {
        sendJson(response, 404, { error: 'not_found' })
        return
      }
      const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
      const claims = token === '' ? {} : await introspect(token)
      const scopes = typeof claims['scope'] === 'string' ? claims['scope'].split(' ') : []
      const status = claims['active'] !== true ? 401 : scopes.includes('records:read') ? 200 : 403
      const rows = status === 200 ? rowsOf(table, Number(searchParams.get('limit') ?? 10)) : []
      log.write({
        time: new Date().toISOString(),
        request_id: randomUUID(),
        service: 'records',
        database: 'customers',
        environment: 'prod',
        verb: 'read',
        object: table,
        rows: rows.length,
        status,
        application_name: header(request, 'application-name'),
        ...(header(request, 'traceparent') === '' ? {} : { traceparent: header(request, 'traceparent') }),
        client_addr: request.socket.remoteAddress ?? '',
        ...(token === '' ? {} : { token_sha256: tokenDigest(token) }),
        ...(status === 401 ? {} : { client_id: claims['client_id'], subject: claims['sub'] }),
      })
      sendJson(response, status, status === 200 ? { rows } : { error: 'invalid_token' })
    }
    answer().catch(() => response.writeHead(503).end())
  })
}

function rowsOf(table: string, limit: number): readonly Readonly<Record<string, unknown>>[] {
  const count = Number.isFinite(limit) ? Math.max(0, Math.min(mostRows, Math.floor(limit))) : 0
  return Array.from({ length: count }, (_, no) => ({ id: `${table}-${no + 1}`, name: `Customer ${no + 1}` }))
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name]
  return typeof value === 'string' ? value.slice(0, 64) : ''
}
