import { once } from 'node:events'
import net from 'node:net'
import { encode } from 'dns-packet'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { parseClientHello } from './clienthello.js'
import { openTestSinkhole } from './fixture.js'
import type { TestSinkhole } from './fixture.js'

let hole: TestSinkhole
afterEach(async () => {
  vi.useRealTimers()
  await hole.sinkhole.close()
})

const connect = async (): Promise<net.Socket> => {
  const socket = net.connect(hole.sinkhole.tcpPort, '127.0.0.1')
  socket.on('error', () => undefined)
  // A close is only told to who reads to the end.
  socket.resume()
  await once(socket, 'connect')
  return socket
}

const closing = (socket: net.Socket): Promise<unknown> =>
  new Promise((resolve) => socket.once('close', resolve))

describe('slow loris', () => {
  it('is given up when the head of a request does not end', async () => {
    hole = await openTestSinkhole()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const socket = await connect()
    const ends: true[] = []
    socket.once('close', () => ends.push(true))
    socket.write('GET / HTTP/1.1\r\nHost: a.example\r\n')
    // Far beyond the bound of a request, and within that of a connection.
    for (let i = 0; i < 60 && ends.length === 0; i++) {
      socket.write(`X-${i}: 1\r\n`)
      await vi.advanceTimersByTimeAsync(500)
      await new Promise(setImmediate)
    }
    expect(ends).toEqual([true])
    expect((await hole.sight('net.send')).fields['network.protocol.name']).toBe('http')
  })

  it('in many connections ends with the run', async () => {
    hole = await openTestSinkhole({ caps: { connections: 200 } })
    const sockets = await Promise.all(Array.from({ length: 200 }, connect))
    for (const socket of sockets) socket.write('POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\nx')
    const closed = Promise.all(sockets.map((socket) => closing(socket)))
    await hole.sinkhole.settle()
    await closed
  })
})

describe('bombs', () => {
  const zeros = Buffer.alloc(64 << 20)
  it.each([
    ['gzip', gzipSync(zeros)],
    ['deflate', deflateSync(zeros)],
    ['br', brotliCompressSync(zeros)],
    ['gzip, gzip', gzipSync(gzipSync(zeros))],
  ])(
    'of %s are kept as they came, and searched no further',
    async (encoding, bomb) => {
      hole = await openTestSinkhole()
      const before = process.memoryUsage().rss
      const response = await fetch(`http://127.0.0.1:${hole.sinkhole.tcpPort}/`, {
        method: 'POST',
        headers: { 'content-encoding': encoding },
        body: bomb,
      })
      expect(response.status).toBe(200)
      await response.arrayBuffer()
      await hole.sinkhole.settle()
      expect((await hole.sight('http.request')).fields['http.request.body.size']).toBe(bomb.length)
      expect(process.memoryUsage().rss - before).toBeLessThan(400 << 20)
    },
    60_000,
  )
})

describe('a ClientHello', () => {
  const hello = Buffer.from(
    '16030100750100007103030000000000000000000000000000000000000000000000000000000000000000' +
      '000002130101000046000000110000f000e0000b6576696c2e6578616d706c65001000050003026832',
    'hex',
  )
  it('is read, or left, whatever was changed, cut or added', async () => {
    hole = await openTestSinkhole()
    const changes = fc.array(fc.tuple(fc.nat(hello.length - 1), fc.nat(255)), { maxLength: 12 })
    fc.assert(
      fc.property(changes, fc.nat(hello.length), fc.uint8Array({ maxLength: 64 }), (list, cut, tail) => {
        const bytes = Buffer.from(hello)
        for (const [at, value] of list) bytes[at] = value
        const read = parseClientHello(Buffer.concat([bytes.subarray(0, cut), tail]))
        expect(read?.serverName ?? 'a').toMatch(/^[\x21-\x7e]{1,253}$/)
        expect((read?.protocols ?? []).length).toBeLessThanOrEqual(16)
      }),
      { numRuns: 2000 },
    )
  })

  it('that is wrong ends its connection, and the next is served', async () => {
    hole = await openTestSinkhole()
    await fc.assert(
      fc.asyncProperty(
        fc.nat(hello.length - 1),
        fc.nat(255),
        fc.nat(hello.length),
        async (at, value, cut) => {
          const bytes = Buffer.from(hello)
          bytes[at] = value
          const socket = await connect()
          const closed = closing(socket)
          socket.resume()
          socket.end(bytes.subarray(0, cut))
          await closed
        },
      ),
      { numRuns: 40 },
    )
    expect((await fetch(`http://127.0.0.1:${hole.sinkhole.tcpPort}/`)).status).toBe(200)
  }, 60_000)
})

describe('floods', () => {
  it('of names are counted, answered up to the bound, and told once', async () => {
    hole = await openTestSinkhole({ caps: { dnsQueries: 300 } })
    const query = encode({ type: 'query', id: 7, questions: [{ type: 'A', name: 'flood.example' }] })
    const framed = Buffer.concat([Buffer.from([query.length >> 8, query.length & 255]), query])
    const socket = await connect()
    const closed = closing(socket)
    const flood = Buffer.concat(Array.from({ length: 100_000 }, () => framed))
    const from = performance.now()
    // In pieces that cut the messages.
    for (let at = 0; at < flood.length && !socket.destroyed; at += 10_007)
      socket.write(flood.subarray(at, at + 10_007))
    socket.end()
    await closed
    await hole.sinkhole.settle()
    expect(performance.now() - from).toBeLessThan(10_000)
    expect(hole.seen.filter(({ kind }) => kind === 'dns.query').length).toBeLessThanOrEqual(300)
    expect(hole.seen.filter(({ kind }) => kind === 'resource.limit')).toHaveLength(1)
  })
})
