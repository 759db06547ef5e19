import type { Duplex } from 'node:stream'
import { answerDns } from './dns.js'
import type { Line } from './line.js'
import { recordDns } from './record-dns.js'
import { speakRaw } from './speak-raw.js'
import { rewind } from './rewind.js'

/** DNS over TCP or TLS: messages behind a two-byte length (RFC 7766). What is no query ends it as raw bytes. */
export async function speakDns(stream: Duplex, line: Line): Promise<void> {
  let pending = Buffer.alloc(0)
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    pending = Buffer.concat([pending, chunk])
    while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
      const message = pending.subarray(2, 2 + pending.readUInt16BE(0))
      pending = pending.subarray(2 + message.length)
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
