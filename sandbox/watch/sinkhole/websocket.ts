import { createHash } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { createGather } from './gather.js'
import type { Gather } from './gather.js'
import type { Line } from './line.js'
import { recordSend } from './speak-raw.js'

/** One frame of a client (RFC 6455, 5.2), unmasked. */
export interface Frame {
  readonly opcode: number
  readonly payload: Buffer
}

/** The answer to an upgrade with the given `Sec-WebSocket-Key` (RFC 6455, 4.2.2). */
export function acceptWebSocket(key: string): string {
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
  return (
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
    `Sec-WebSocket-Accept: ${accept}\r\n\r\n`
  )
}

/** Takes the first frame off the bytes given; undefined while it is incomplete, `malformed` past the cap. */
export function readFrame(
  bytes: Buffer,
  cap: number,
): { readonly frame: Frame; readonly size: number } | 'malformed' | undefined {
  if (bytes.length < 2) return undefined
  const { mask: maskBytes, extended, length } = readHead(bytes)
  if (length === undefined) return undefined
  if (length > cap) return 'malformed'
  const start = 2 + extended + maskBytes
  if (bytes.length < start + length) return undefined
  const mask = maskBytes > 0 ? bytes.subarray(start - 4, start) : undefined
  const payload = Buffer.from(bytes.subarray(start, start + length))
  if (mask) for (let i = 0; i < payload.length; i++) payload[i] = (payload[i] ?? 0) ^ (mask[i & 3] ?? 0)
  return { frame: { opcode: (bytes[0] ?? 0) & 0x0f, payload }, size: start + length }
}

/** Sizes that the head of a frame tells; the length is undefined while it has not arrived. */
function readHead(bytes: Buffer): {
  readonly mask: 0 | 4
  readonly extended: 0 | 2 | 8
  readonly length?: number
} {
  const first = bytes[1] ?? 0
  const mask = (first & 0x80) !== 0 ? 4 : 0
  const short = first & 0x7f
  const extended = short === 127 ? 8 : short === 126 ? 2 : 0
  if (bytes.length < 2 + extended) return { mask, extended }
  const length =
    extended === 8 ? Number(bytes.readBigUInt64BE(2)) : extended === 2 ? bytes.readUInt16BE(2) : short
  return { mask, extended, length }
}

/** The first frame of what has arrived; the bytes are put together only once all of it is there. */
function nextFrame(pending: Gather, cap: number): ReturnType<typeof readFrame> {
  const head = pending.peek(longestHead)
  const size = frameSize(head)
  if (size === undefined || (size <= cap + longestHead && pending.size() < size)) return undefined
  return readFrame(pending.peek(Math.min(size, cap + longestHead)), cap)
}

/** Bytes of the longest head of a frame: two, eight of length, four of mask. */
const longestHead = 14

function frameSize(head: Buffer): number | undefined {
  if (head.length < 2) return undefined
  const { mask, extended, length } = readHead(head)
  return length === undefined ? undefined : 2 + extended + mask + length
}

/** Listens on a WebSocket: messages become `net.send` records, pings are answered. */
export async function speakWebSocket(stream: Duplex, line: Line): Promise<void> {
  const cap = line.session.caps.bodyBytes
  const pending = createGather()
  stream.on('error', () => stream.destroy())
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (!line.session.spend('totalBytes', chunk.length)) break
      pending.add(chunk)
      for (let next = nextFrame(pending, cap); next !== undefined; next = nextFrame(pending, cap)) {
        if (next === 'malformed') {
          const size = pending.size()
          recordSend(pending.peek(Math.min(size, cap)).subarray(0, cap), size, size > cap, 'websocket', line)
          return
        }
        pending.drop(next.size)
        if (hear(next.frame, stream, line) === 'close') return
      }
    }
  } catch {
    // The sample broke the connection off: what came is recorded.
  } finally {
    if (!stream.destroyed) stream.end()
  }
}

function hear({ opcode, payload }: Frame, stream: Duplex, line: Line): 'close' | undefined {
  if (opcode <= 2 && payload.length > 0 && line.session.spend('requests'))
    recordSend(payload, payload.length, false, 'websocket', line)
  if (opcode === 9 && payload.length < 126)
    stream.write(Buffer.concat([Buffer.from([0x8a, payload.length]), payload]))
  if (opcode !== 8) return undefined
  stream.write(Buffer.from([0x88, 0]))
  return 'close'
}
