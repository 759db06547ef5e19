import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { bounds } from './bounds.js'
import { plainAddress } from './names.js'
import { createCapture } from './capture.js'
import type { Line } from './line.js'
import { rewind } from './rewind.js'
import type { Session } from './session.js'
import { sniff } from './sniff.js'
import type { Speech } from './sniff.js'
import { speakDns } from './speak-dns.js'
import { speakHttp1, speakHttp2 } from './speak-http.js'
import { speakRaw } from './speak-raw.js'
import { speakSmtp } from './speak-smtp.js'
import { terminateTls } from './tls.js'

/** Takes a connection of the sample and plays the other side until it ends. */
export function serveConnection(socket: Socket, session: Session): void {
  const end = {
    transport: 'tcp',
    address: plainAddress(socket.remoteAddress ?? ''),
    port: socket.remotePort ?? 0,
  } as const
  const flow = session.trace(end)
  socket.on('error', () => socket.destroy())
  if (session.over || !session.spend('connections')) {
    socket.resetAndDestroy()
    return
  }
  socket.setTimeout(session.caps.idleMs, () => socket.destroy())
  const life = setTimeout(() => socket.destroy(), bounds.connectionMs)
  socket.once('close', () => clearTimeout(life))
  const address = flow.peer && plainAddress(flow.peer.address)
  const named = address === undefined ? undefined : (session.names.nameOf(address) ?? address)
  void converse(socket, {
    session,
    flow,
    layer: 0,
    secure: false,
    version: '1.1',
    ...(named === undefined ? {} : { address: named }),
    ...(flow.peer === undefined ? {} : { port: flow.peer.port }),
  })
}

/** Finds out what a stream speaks and answers in kind. Nested layers come back here. Never throws. */
export async function converse(stream: Duplex, line: Line): Promise<void> {
  stream.on('error', () => stream.destroy())
  try {
    const { speech, head } = await listen(stream, line)
    if (speech === 'http1' && line.layer < bounds.layers) {
      hearHttp1(stream, head, line)
      return
    }
    const whole = rewind(stream, head)
    whole.on('error', () => whole.destroy())
    await answerIn(speech, whole, head, line)
  } catch {
    stream.destroy()
  }
}

function hearHttp1(stream: Duplex, head: Buffer, line: Line): void {
  const capture = createCapture(bounds.capture)
  const whole = rewind(stream, head, capture.add)
  whole.on('error', () => whole.destroy())
  speakHttp1(whole, line, capture.bytes, converse)
}

async function answerIn(speech: Speech | 'silence', stream: Duplex, head: Buffer, line: Line): Promise<void> {
  if (line.layer >= bounds.layers) return speakRaw(stream, line)
  switch (speech) {
    case 'tls': {
      const inner = await terminateTls(stream, head, line)
      return inner && converse(inner.stream, inner.line)
    }
    case 'http2':
      speakHttp2(stream, line)
      return
    case 'dns':
      return speakDns(stream, line)
    case 'silence':
      return mailPorts.has(line.port ?? 0) ? speakSmtp(stream, line) : speakRaw(stream, line)
    case 'http1':
    case 'raw':
    case 'undecided':
      return speakRaw(stream, line)
  }
}

/** Ports on which the server speaks first: mail submission and transfer (RFC 5321, RFC 6409, RFC 8314). */
const mailPorts: ReadonlySet<number> = new Set([25, 465, 587, 2525])

/** Reads until the first bytes tell what is spoken, the other side falls silent, or it ends. */
function listen(
  stream: Duplex,
  line: Line,
): Promise<{ readonly speech: Speech | 'silence'; readonly head: Buffer }> {
  return new Promise((resolve) => {
    let head = Buffer.alloc(0)
    let silence = setTimeout(quiet, bounds.greetMs)
    stream.on('data', take)
    stream.once('end', end)
    stream.once('close', end)
    stream.resume()

    function decide(speech: Speech | 'silence'): void {
      clearTimeout(silence)
      stream.pause()
      stream.off('data', take)
      stream.off('end', end)
      stream.off('close', end)
      resolve({ speech, head })
    }

    function take(chunk: Buffer): void {
      line.session.spend('totalBytes', chunk.length)
      head = Buffer.concat([head, chunk])
      const speech = sniff(head)
      if (speech !== 'undecided') {
        decide(speech)
        return
      }
      if (head.length > bounds.capture) {
        decide('raw')
        return
      }
      clearTimeout(silence)
      silence = setTimeout(quiet, bounds.undecidedMs)
    }

    function end(): void {
      decide(head.length === 0 ? 'silence' : 'raw')
    }

    function quiet(): void {
      if (head.length > 0) decide('raw')
      else if (mailPorts.has(line.port ?? 0)) decide('silence')
    }
  })
}
