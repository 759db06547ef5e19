import type { Socket } from 'node:dgram'
import { answerDns } from './dns.js'
import { plainAddress } from './names.js'
import { recordDns } from './record-dns.js'
import type { Session } from './session.js'
import { nameProtocol } from './sniff.js'
import { recordSend } from './speak-raw.js'

/** Takes one datagram: a DNS query is answered, whatever port it was for; anything else is recorded as sent. */
export function serveDatagram(
  message: Buffer,
  from: { readonly address: string; readonly port: number },
  socket: Socket,
  session: Session,
): void {
  if (session.over || !session.spend('dnsQueries') || !session.spend('totalBytes', message.length)) return
  const flow = session.trace({ transport: 'udp', address: plainAddress(from.address), port: from.port })
  const exchange = answerDns(message, session.names)
  if (exchange === undefined) {
    const address = flow.peer && plainAddress(flow.peer.address)
    const line = {
      session,
      flow,
      layer: 0,
      secure: false,
      version: '1.1',
      ...(address === undefined ? {} : { address: session.names.nameOf(address) ?? address }),
      ...(flow.peer === undefined ? {} : { port: flow.peer.port }),
    }
    recordSend(message, message.length, false, nameProtocol(message), line)
    return
  }
  recordDns(exchange.asked, session, { flow })
  socket.send(exchange.reply, from.port, from.address, () => undefined)
}
