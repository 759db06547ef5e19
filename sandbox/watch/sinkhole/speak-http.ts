import { createServer as createHttp1, ServerResponse } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { createServer as createHttp2 } from 'node:http2'
import type { Duplex } from 'node:stream'
import { bounds } from './bounds.js'
import { exchange, recordUpgrade } from './exchange.js'
import type { Line } from './line.js'
import { rewind } from './rewind.js'
import { recordSend } from './speak-raw.js'
import { acceptWebSocket, speakWebSocket } from './websocket.js'

/**
 * Speaks HTTP/1.1 on a stream: requests, upgrades to WebSocket, and CONNECT tunnels, whose inside is heard anew. `seen`
 * gives the bytes received so far, for the record of what is no HTTP after all.
 */
export function speakHttp1(
  stream: Duplex,
  line: Line,
  seen: () => Buffer,
  inside: (stream: Duplex, line: Line) => Promise<void>,
): void {
  const spoken: Line = { ...line, version: '1.1' }
  let requests = 0
  // A head that trickles in is given up like a body that does. Node's own bound needs a server that listens.
  const slow = setTimeout(() => stream.destroy(), bounds.requestMs)
  const heard = (): void => clearTimeout(slow)
  stream.once('close', heard)
  const server = createHttp1({ maxHeaderSize: bounds.header, requestTimeout: 0, keepAliveTimeout: 0 })
  server.maxRequestsPerSocket = bounds.messages
  server.on('request', (request, response) => {
    requests += 1
    heard()
    const late = setTimeout(() => stream.destroy(), bounds.requestMs)
    response.once('close', () => clearTimeout(late))
    void exchange(request, response, spoken).catch(() => stream.destroy())
  })
  server.on(
    'upgrade',
    guarded(stream, (request, socket, head) => {
      requests += 1
      heard()
      if (request.headers.upgrade?.toLowerCase() !== 'websocket') {
        const response = new ServerResponse(request)
        // Only the stream's verbs are used; the declared type asks for a socket proper.
        const assign: (socket: never) => void = response.assignSocket.bind(response)
        assign(socket as never)
        response.once('finish', () => socket.end())
        void exchange(request, response, spoken).catch(() => stream.destroy())
        return
      }
      const because = recordUpgrade(request, spoken)
      socket.write(acceptWebSocket(request.headers['sec-websocket-key'] ?? ''))
      void speakWebSocket(rewind(socket, head), { ...spoken, because, layer: line.layer + 1 })
    }),
  )
  server.on(
    'connect',
    guarded(stream, (request, socket, head) => {
      requests += 1
      heard()
      const because = recordUpgrade(request, spoken)
      const [, host = '', port] = /^\[?([^\]]*?)\]?(?::(\d{1,5}))?$/.exec(request.url ?? '') ?? []
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      const place = { address: host.slice(0, 253), ...(port === undefined ? {} : { port: Number(port) }) }
      void inside(rewind(socket, head), { ...line, ...place, because, layer: line.layer + 1 })
    }),
  )
  server.on('clientError', (error: NodeJS.ErrnoException) => {
    const bytes = seen()
    const malformed = error.code?.startsWith('HPE_') === true
    if (bytes.length > 0 && (malformed || requests === 0))
      recordSend(bytes, bytes.length, false, 'http', line)
    requests += 1
    stream.destroy()
  })
  stream.once('close', () => {
    const bytes = seen()
    if (requests === 0 && bytes.length > 0) recordSend(bytes, bytes.length, false, 'http', line)
  })
  server.emit('connection', stream)
}

type Handover = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/** A listener that ends the stream rather than the process when it fails. */
function guarded(stream: Duplex, listener: Handover): Handover {
  return (request, socket, head) => {
    try {
      listener(request, socket, head)
    } catch {
      stream.destroy()
    }
  }
}

/** Speaks HTTP/2 on a stream, with prior knowledge or after ALPN (RFC 9113). */
export function speakHttp2(stream: Duplex, line: Line): void {
  const spoken: Line = { ...line, version: '2' }
  const server = createHttp2({
    maxSessionMemory: 16,
    maxHeaderListPairs: 128,
    maxSessionInvalidFrames: 100,
    settings: { maxConcurrentStreams: 64, maxHeaderListSize: bounds.header },
  })
  server.on('request', (request, response) => {
    const late = setTimeout(() => stream.destroy(), bounds.requestMs)
    request.stream.once('close', () => clearTimeout(late))
    void exchange(request, response, spoken).catch(() => stream.destroy())
  })
  server.on('sessionError', () => stream.destroy())
  server.on('session', (session) => session.on('error', () => stream.destroy()))
  server.emit('connection', stream)
}
