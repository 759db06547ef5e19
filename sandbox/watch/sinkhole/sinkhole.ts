import { createSocket } from 'node:dgram'
import type { Socket as UdpSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { Sinkhole, SinkholeOptions, SinkholeRun } from '../../ports.js'
import { createLeakWatch } from '../canaries/leak-watch.js'
import { createExcerpt } from '../excerpt.js'
import { openAnswerBook } from './answers.js'
import { serveConnection } from './connection.js'
import { serveDatagram } from './datagram.js'
import { withRecording } from './recorded.js'
import { startSession } from './session.js'
import type { Session } from './session.js'

/** Where the sinkhole listens. Port 0 takes a free one; the defaults are what the worker's redirect expects. */
export interface Place {
  readonly tcpHost?: string
  readonly tcpPort?: number
  readonly udpHosts?: readonly string[]
  readonly udpPort?: number
}

/**
 * Opens the network a sample sees: one TCP listener and the UDP sockets take everything; what is spoken is told by
 * content. Hostile bytes end in a record, never in a throw. Throws only when it cannot listen.
 */
export async function openSinkhole(options: SinkholeOptions, place: Place = {}): Promise<Sinkhole> {
  const sockets = new Set<Socket>()
  let session = newSession(options)
  const tcp = await listenTcp(place, (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    serveConnection(socket, session)
  })
  const udp = await listenUdp(place, (message, from, socket) => serveDatagram(message, from, socket, session))

  const hangUp = async (): Promise<void> => {
    const closing = [...sockets].map((socket) => once(socket, 'close'))
    for (const socket of sockets) socket.destroy()
    await Promise.all(closing)
    await new Promise(setImmediate)
    session.leaks.settle()
    session.over = true
  }

  return {
    tcpPort: (tcp.address() as AddressInfo).port,
    udpPort: udp[0]?.address().port ?? 0,
    settle: hangUp,
    async reset(run: SinkholeRun) {
      await hangUp()
      session = newSession({ ...options, ...run })
    },
    async close() {
      await hangUp()
      await Promise.all([
        new Promise((resolve) => tcp.close(resolve)),
        ...udp.map((socket) => new Promise<void>((resolve) => socket.close(resolve))),
      ])
    },
  }
}

function newSession(options: SinkholeOptions): Session {
  return startSession({
    ...options,
    book: withRecording(openAnswerBook(options.answers, options.canaries, options.now), options.recorded),
    excerpt: createExcerpt(options.canaries),
    leaks: (observe) => createLeakWatch(options.canaries, observe),
  })
}

async function listenTcp(place: Place, take: (socket: Socket) => void): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, take)
  server.listen({ host: place.tcpHost ?? '::', port: place.tcpPort ?? 0, backlog: 1024 })
  await once(server, 'listening')
  return server
}

type TakeDatagram = (message: Buffer, from: { address: string; port: number }, socket: UdpSocket) => void

async function listenUdp(place: Place, take: TakeDatagram): Promise<readonly UdpSocket[]> {
  const open: UdpSocket[] = []
  for (const host of place.udpHosts ?? ['127.0.0.1', '::1']) {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
    socket.on('message', (message, from) => take(message, from, socket))
    socket.bind(open[0]?.address().port ?? place.udpPort ?? 0, host)
    await once(socket, 'listening')
    socket.on('error', () => undefined)
    open.push(socket)
  }
  return open
}
