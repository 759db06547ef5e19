import { request as httpRequest } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { createSseDecoder, encodeRpc, parseRpc } from '@clawback/wire'
import type { McpDialect, RpcMessage, RpcRequest } from '@clawback/wire'
import { endpointPath, refusesPost } from './http-place.js'
import type { HttpPlace } from './http-place.js'
import { createExchange } from './link.js'
import type { Link, LinkHandlers } from './link.js'

/** Bytes of one answer that are read; a stream may be as long as all output of a run. */
const mostBytes = 4 << 20
const mostStreamed = 16 << 20
/** Time between two tries to reach a server that does not listen yet. */
const knockMs = 100

/**
 * MCP's streamable HTTP transport: every message is a POST, answered by JSON or by an event stream; servers of the
 * session generations may also speak first on a GET stream. A server that refuses the opening is asked for the older
 * HTTP+SSE transport of 2024-11-05: a GET stream that names where to post, and carries every answer. `ended` ends everything.
 */
export function openHttpLink(place: HttpPlace, handlers: LinkHandlers, ended: AbortSignal): Link {
  const exchange = createExchange(handlers)
  const ending = new AbortController()
  const over = ending.signal
  let dialect: McpDialect | undefined
  let session: string | undefined
  let listening = false
  /** Where to post with the older transport; what was refused waits until the server names it. */
  let endpoint: string | undefined
  let refused: RpcMessage | undefined
  let ids = 0
  const close = (): void => {
    exchange.end('ended')
    ending.abort()
  }
  ended.addEventListener('abort', close)

  function post(message: RpcMessage): void {
    const body = encodeRpc(message)
    // Who opens anew has no session yet.
    if (message.type === 'request' && message.method === 'initialize') session = undefined
    const asked = message.type === 'request' ? dialect?.headers(message, session) : sessionHeaders()
    call(
      'POST',
      { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...asked },
      body,
      (response) => {
        if (response.statusCode !== undefined && mayBeLegacy(message, response.statusCode)) {
          response.resume()
          refused = message
          listen()
        } else hear(response, 'POST')
      },
      (error) => {
        if (over.aborted || exchange.over()) return
        if (error === 'ECONNREFUSED') setTimeout(() => post(message), knockMs)
        else
          handlers.onProblem({ problem: 'wrong-shape', detail: `the connection broke (${error})`, size: 0 })
      },
    )
  }

  function mayBeLegacy(message: RpcMessage, status: number): boolean {
    return message.type === 'request' && message.method === 'initialize' && !listening && refusesPost(status)
  }

  function sessionHeaders(): Readonly<Record<string, string>> {
    return session === undefined ? {} : { 'Mcp-Session-Id': session }
  }

  function call(
    method: string,
    headers: Readonly<Record<string, string | number>>,
    body: string,
    heard: (response: IncomingMessage) => void,
    failed: (error: string) => void,
  ): void {
    const sent = httpRequest(
      {
        host: '127.0.0.1',
        port: place.port,
        path: (method === 'POST' ? endpoint : undefined) ?? place.path,
        method,
        headers: {
          accept: method === 'GET' ? 'text/event-stream' : 'application/json, text/event-stream',
          ...headers,
        },
        signal: over,
        agent: false,
      },
      heard,
    )
    sent.on('error', (error: NodeJS.ErrnoException) => failed(error.code ?? error.message))
    sent.end(body)
  }

  function hear(response: IncomingMessage, method: string): void {
    const given = response.headers['mcp-session-id']
    if (typeof given === 'string' && given.length <= 256) session = given
    const status = response.statusCode ?? 0
    const events = response.headers['content-type']?.startsWith('text/event-stream') === true
    if (events && status === 200) hearEvents(response)
    else if (method === 'POST') hearWhole(response, status)
    else response.resume()
    response.on('error', () => response.destroy())
  }

  function hearEvents(response: IncomingMessage): void {
    const decoder = createSseDecoder()
    let size = 0
    response.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > mostStreamed) exchange.end('flood')
      if (exchange.over()) response.destroy()
      else
        for (const event of decoder.push(chunk)) {
          if (!('data' in event)) handlers.onProblem(event)
          else if (event.event === 'endpoint') moveTo(event.data)
          else take(event.data)
        }
    })
  }

  /** The first endpoint counts: a server cannot move a session later. */
  function moveTo(data: string): void {
    const message = refused
    if (message === undefined) return
    refused = undefined
    endpoint = endpointPath(data, place)
    if (endpoint !== undefined) post(message)
    else handlers.onProblem({ problem: 'wrong-shape', detail: 'an endpoint elsewhere', size: data.length })
  }

  function hearWhole(response: IncomingMessage, status: number): void {
    const parts: Buffer[] = []
    let size = 0
    response.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= mostBytes) return void parts.push(chunk)
      response.destroy()
      handlers.onProblem({ problem: 'too-long', detail: `an answer past ${mostBytes} bytes`, size })
    })
    response.once('end', () => {
      // What was accepted is answered elsewhere; the words that come with it are for people.
      if (status !== 202) take(Buffer.concat(parts).toString('utf8'))
      if (status >= 400) handlers.onProblem({ problem: 'wrong-shape', detail: `HTTP status ${status}`, size })
    })
  }

  function take(text: string): void {
    if (text.trim() === '') return
    for (const message of parseRpc(text))
      void exchange.take(message).then((answer) => {
        if (answer !== undefined) post(answer)
      })
  }

  function listen(): void {
    if (listening || dialect?.generation !== 'session') return
    listening = true
    call(
      'GET',
      sessionHeaders(),
      '',
      (response) => hear(response, 'GET'),
      () => undefined,
    )
  }

  return {
    transport: 'tcp',
    nextId: () => ++ids,
    speak: (spoken) => {
      dialect = spoken
    },
    send(message) {
      post(message)
      if (message.type === 'notification') listen()
    },
    request(message: RpcRequest, timeoutMs: number) {
      const reply = exchange.expect(message.id, timeoutMs)
      post(message)
      return reply
    },
    close,
  }
}
