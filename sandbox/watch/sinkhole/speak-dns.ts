import type { Duplex } from 'node:stream'
import { answerDns } from './dns.js'
import { createGather } from './gather.js'
import type { Line } from './line.js'
import { recordDns } from './record-dns.js'
import { speakRaw } from './speak-raw.js'
import { rewind } from './rewind.js'

/** DNS over TCP or TLS: messages behind a two-byte length (RFC 7766). What is no query ends it as raw bytes. */
export async function speakDns(stream: Duplex, line: Line): Promise<void> {
  const pending = createGather()
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    pending.add(chunk)
    while (pending.size() >= 2) {
      const size = 2 + pending.peek(2).readUInt16BE(0)
      if (pending.size() < size) break
      const message = pending.peek(size).subarray(2, size)
      pending.drop(size)
      if (!line.session.spend('dnsQueries')) return
      const exchange = answerDns(message, line.session.names)
      if (exchange === undefined) return speakRaw(rewind(stream, message), line)
      recordDns(exchange.asked, line.session, {
        flow: line.flow,
        ...(line.because ? { because: line.because } : {}),
      })
      const length = Buffer.alloc(2)
      length.writeUInt16BE(exchange.reply.length)
      stream.write(Buffer.concat([length, exchange.reply]))
    }
  }
  stream.end()
}
