import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import { sha256 } from '@clawback/model'
import type { ObservedFields } from '../../ports.js'
import { bounds } from './bounds.js'
import { decodeBody } from './decode-body.js'
import { answerDnsOverHttps } from './doh.js'
import { readModelRequest } from './models.js'
import type { Line } from './line.js'
import { namedValues } from './named-values.js'
import { takeBody } from './take-body.js'
import type { TakenBody } from './take-body.js'
import type { Asked, Prepared } from './shape.js'

type Request = IncomingMessage | Http2ServerRequest
type Response = ServerResponse | Http2ServerResponse

/** Plays one HTTP request to its end: takes the body, records it, looks for planted values, answers, records that. */
export async function exchange(request: Request, response: Response, line: Line): Promise<void> {
  const at = line.session.now()
  const allowed = line.session.spend('requests')
  const head = readHead(request, line)
  const body = await takeBody(request, line.session)
  if (!allowed) {
    refuse(response)
    return
  }
  const decoded = await decodeBody(body.bytes, head.headers.get('content-encoding'), bounds.inflated)
  const asked = { ...head, body: decoded.bytes }
  const because = recordRequest(asked, body, line, at)
  seeLeaks(request, asked, body, line, because)
  const prepared = answerDnsOverHttps(asked, line, because) ?? line.session.book.answer(asked)
  const model = recordModelRequest(asked, prepared, line, because)
  // What the sample does with the answer comes after it, also in time.
  const sent = line.session.now()
  send(response, prepared, asked.method)
  recordResponse(asked, prepared, line, because, model, sent)
}

/** Records a request that turns the connection into something else (WebSocket, CONNECT); it has no body. */
export function recordUpgrade(request: IncomingMessage, line: Line): string {
  line.session.spend('requests')
  const asked: Asked = { ...readHead(request, line), body: Buffer.alloc(0) }
  const none = { bytes: asked.body, size: 0, complete: true }
  const because = recordRequest(asked, none, line, line.session.now())
  seeLeaks(request, asked, none, line, because)
  return because
}

function readHead(request: Request, line: Line): Omit<Asked, 'body'> {
  const headers = new Map<string, string>()
  for (const [name, value] of Object.entries(request.headers).slice(0, 128))
    if (!name.startsWith(':') && value !== undefined)
      headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  const target = request.url ?? '/'
  const absolute = /^(https?):\/\/([^/?#]*)(.*)$/i.exec(target)
  const authority = request.headers[':authority']
  const host = absolute?.[2] ?? (typeof authority === 'string' ? authority : undefined) ?? headers.get('host')
  const tunnel = request.method === 'CONNECT'
  const rest = tunnel ? '' : absolute ? `/${(absolute[3] ?? '').replace(/^\//, '')}` : target
  const mark = rest.indexOf('?')
  return {
    method: (request.method ?? 'GET').slice(0, 32),
    scheme: line.secure ? 'https' : 'http',
    host: plainHost(tunnel ? target : host) ?? line.serverName ?? line.address ?? 'unknown',
    path: mark < 0 ? rest : rest.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : rest.slice(mark + 1)),
    headers,
  }
}

function plainHost(host: string | undefined): string | undefined {
  const bare = host?.replace(/^[^@]*@/, '')
  return bare !== undefined && /^[\w.[\]:-]{1,260}$/.test(bare) ? bare.toLowerCase() : undefined
}

/** Headers worth a field of their own; all of them are searched for planted values. */
const shown = [
  'accept',
  'content-type',
  'content-encoding',
  'authorization',
  'cookie',
  'referer',
  'x-api-key',
  'upgrade',
]

function recordRequest(asked: Asked, body: TakenBody, line: Line, at: number): string {
  const { session } = line
  const fields: Record<string, string | number> = {}
  for (const name of shown) {
    const value = asked.headers.get(name)
    if (value !== undefined) fields[`http.request.header.${name}`] = line.session.excerpt.text(value)
  }
  const agent = asked.headers.get('user-agent')
  return session.observe(
    'http.request',
    {
      ...urlFields(asked, line),
      'http.request.method': asked.method,
      ...(agent === undefined ? {} : { 'user_agent.original': line.session.excerpt.text(agent) }),
      ...fields,
      ...(body.size === 0
        ? {}
        : {
            'http.request.body.size': body.size,
            'http.request.body.digest': session.keep(asked.body),
            'http.request.body.text': line.session.excerpt.bytes(asked.body),
          }),
      ...(body.complete ? {} : { truncated: ['http.request.body'] }),
    },
    { flow: line.flow, at, ...(line.because === undefined ? {} : { because: line.because }) },
  )
}

function urlFields(asked: Omit<Asked, 'body'>, line: Line): ObservedFields {
  const query = asked.query.toString()
  const domain = asked.host.replace(/:\d+$/, '')
  return {
    'url.full': line.session.excerpt.text(
      `${asked.scheme}://${asked.host}${asked.path}${query === '' ? '' : `?${query}`}`,
    ),
    'url.scheme': asked.scheme,
    'url.domain': domain,
    'url.path': line.session.excerpt.text(asked.path),
    ...(query === '' ? {} : { 'url.query': line.session.excerpt.text(query) }),
    'server.address': domain,
    ...(line.port === undefined ? {} : { 'server.port': line.port }),
    'network.protocol.name': 'http',
    'network.protocol.version': line.version,
  }
}

function seeLeaks(request: Request, asked: Asked, body: TakenBody, line: Line, because: string): void {
  const head = [request.url ?? '', ...[...asked.headers].map(([name, value]) => `${name}: ${value}`)].join(
    '\n',
  )
  const { leaks } = line.session
  const to = asked.host.replace(/:\d+$/, '')
  const see = (bytes: Uint8Array, stream: string): void =>
    leaks.see({ channel: 'http', bytes, because, flow: line.flow, to, stream: `http:${to}:${stream}` })
  see(Buffer.from(head), 'head')
  if (asked.body.length > 0) see(asked.body, 'body')
  if (body.bytes.length > 0 && body.bytes !== asked.body) see(body.bytes, 'raw')
  for (const [name, value] of namedValues(asked))
    leaks.see({
      channel: 'http',
      bytes: Buffer.from(value),
      because,
      flow: line.flow,
      to,
      stream: `http:${to}:${name}`,
      joinOnly: true,
    })
}

function recordModelRequest(
  asked: Asked,
  prepared: Prepared,
  line: Line,
  because: string,
): string | undefined {
  if (prepared.speaks === undefined) return undefined
  const { model, text, tools } = readModelRequest(asked.body)
  return line.session.observe(
    'llm.request',
    {
      'gen_ai.provider.name': prepared.speaks,
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': line.session.excerpt.text(model),
      'prompt.length': text.length,
      'prompt.digest': sha256(text),
      'text.content': line.session.excerpt.text(text),
      'server.address': asked.host.replace(/:\d+$/, ''),
      ...(tools.length === 0 ? {} : { 'gen_ai.tool.name': line.session.excerpt.text(tools.join(' ')) }),
    },
    { flow: line.flow, because },
  )
}

function send(response: Response, prepared: Prepared, method: string): void {
  if (response.destroyed || response.writableEnded) return
  const { status, headers, body } = prepared
  response.on('error', () => response.destroy())
  // Both kinds of response take the same call; their types have no common ancestor that says so.
  const any = response as ServerResponse
  any.writeHead(status, { ...headers, 'content-length': String(body.length), date: new Date().toUTCString() })
  any.end(method === 'HEAD' ? undefined : body)
}

function refuse(response: Response): void {
  if (!response.destroyed) (response as ServerResponse).writeHead(503).end()
}

function recordResponse(
  asked: Asked,
  prepared: Prepared,
  line: Line,
  because: string,
  model: string | undefined,
  at: number,
): void {
  const { session } = line
  session.observe(
    'http.response',
    {
      'url.full': line.session.excerpt.text(`${asked.scheme}://${asked.host}${asked.path}`),
      'server.address': asked.host.replace(/:\d+$/, ''),
      'http.response.status_code': prepared.status,
      'http.response.body.size': prepared.body.length,
      ...(prepared.body.length === 0 ? {} : { 'http.response.body.digest': session.keep(prepared.body) }),
    },
    { flow: line.flow, because, at },
  )
  if (model === undefined) return
  session.observe(
    'llm.response',
    {
      'gen_ai.provider.name': prepared.speaks ?? '',
      'text.content': line.session.excerpt.bytes(prepared.body),
    },
    { flow: line.flow, because: model, at },
  )
}
