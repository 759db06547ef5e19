import type { Duplex } from 'node:stream'
import { bounds } from './bounds.js'
import type { Line } from './line.js'
import { nameProtocol } from './sniff.js'

/**
 * Listens to a protocol nobody here speaks. Bytes become `net.send` records, one per burst; all bytes of the
 * connection are also searched joined together.
 */
export async function speakRaw(stream: Duplex, line: Line, protocol?: string): Promise<void> {
  const bursts = createBursts(line, protocol)
  stream.resume()
  stream.on('data', (chunk: Buffer) => {
    if (!line.session.spend('totalBytes', chunk.length)) stream.destroy()
    else bursts.add(chunk)
  })
  await new Promise<void>((resolve) => {
    stream.once('end', resolve)
    stream.once('close', resolve)
  })
  bursts.flush()
  stream.end()
}

/** Gathers bytes until the other side pauses, then records them. */
export function createBursts(line: Line, protocol?: string): { add(chunk: Buffer): void; flush(): void } {
  let parts: Buffer[] = []
  let size = 0
  let kept = 0
  let total = 0
  let named = protocol
  let timer: NodeJS.Timeout | undefined
  const cap = line.session.caps.bodyBytes

  const flush = (): void => {
    clearTimeout(timer)
    if (size === 0) return
    const bytes = Buffer.concat(parts)
    const cut = size > bytes.length
    parts = []
    kept = 0
    const sent = size
    size = 0
    if (total++ >= bounds.messages) return
    named ??= nameProtocol(bytes)
    recordSend(bytes, sent, cut, named, line)
  }

  return {
    add(chunk) {
      const room = chunk.subarray(0, Math.max(0, cap - kept))
      kept += room.length
      if (room.length > 0) parts.push(room)
      size += chunk.length
      clearTimeout(timer)
      if (size >= cap) flush()
      else timer = setTimeout(flush, bounds.quietMs)
    },
    flush,
  }
}

/** One `net.send`: `bytes` is what was kept of `size` bytes sent. */
export function recordSend(
  bytes: Buffer,
  size: number,
  cut: boolean,
  protocol: string | undefined,
  line: Line,
): string {
  const { session, flow } = line
  const because = session.observe(
    'net.send',
    {
      'network.transport': flow.transport,
      'network.io.bytes': size,
      'network.io.direction': 'transmit',
      'network.payload.digest': session.keep(bytes),
      'network.payload.text': session.excerpt.bytes(bytes),
      ...(protocol === undefined ? {} : { 'network.protocol.name': protocol }),
      ...(line.address === undefined ? {} : { 'server.address': line.serverName ?? line.address }),
      ...(line.port === undefined ? {} : { 'server.port': line.port }),
      ...(cut ? { truncated: ['network.payload'] } : {}),
    },
    { flow, ...(line.because === undefined ? {} : { because: line.because }) },
  )
  const channel = flow.transport
  session.leaks.see({
    channel,
    bytes,
    because,
    flow,
    ...(line.address === undefined ? {} : { to: line.serverName ?? line.address }),
    stream: `${channel}:${line.address ?? ''}:${line.port ?? ''}`,
  })
  return because
}
