import { gzipSync } from 'node:zlib'
import { decode, encode } from 'dns-packet'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tarFile, zipFile } from './archives.js'
import { parseClientHello } from './clienthello.js'
import { crc32 } from './crc32.js'
import { decodeBody } from './decode-body.js'
import { answerDns } from './dns.js'
import { createNames } from './names.js'
import { splitZone } from './record-dns.js'
import { readModelRequest } from './models.js'
import { nameProtocol, sniff } from './sniff.js'
import { readFrame } from './websocket.js'

const bytes = fc.uint8Array({ maxLength: 600 }).map((array) => Buffer.from(array))

/** A ClientHello of one extension list, as RFC 8446 spells it. */
function clientHello(serverName: string, protocols: readonly string[]): Buffer {
  const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255])
  const vector = (body: Buffer): Buffer => Buffer.concat([u16(body.length), body])
  const sni = vector(Buffer.concat([Buffer.from([0]), vector(Buffer.from(serverName))]))
  const alpn = vector(
    Buffer.concat(protocols.map((name) => Buffer.from([name.length, ...Buffer.from(name)]))),
  )
  const extensions = vector(Buffer.concat([u16(0), vector(sni), u16(16), vector(alpn)]))
  const body = Buffer.concat([
    u16(0x303),
    Buffer.alloc(32),
    Buffer.from([0]),
    vector(Buffer.from([19, 1])),
    Buffer.from([1, 0]),
    extensions,
  ])
  const handshake = Buffer.concat([Buffer.from([1, 0]), u16(body.length), body])
  return Buffer.concat([Buffer.from([22, 3, 1]), u16(handshake.length), handshake])
}

describe('first bytes', () => {
  it('are told apart', () => {
    const query = encode({ type: 'query', questions: [{ type: 'A', name: 'a.example' }] })
    expect(sniff(clientHello('a.example', []))).toBe('tls')
    expect(sniff(Buffer.from('GET / HTTP/1.1\r\nHost: a\r\n\r\n'))).toBe('http1')
    expect(sniff(Buffer.from('MKCOL /x HTTP/1.1\r\n'))).toBe('http1')
    expect(sniff(Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'))).toBe('http2')
    expect(sniff(Buffer.concat([Buffer.from([0, query.length]), query]))).toBe('dns')
    expect(sniff(Buffer.from('GET /index'))).toBe('undecided')
    expect(sniff(Buffer.from('PRI * HT'))).toBe('undecided')
    expect(sniff(Buffer.from('SSH-2.0-x\r\n'))).toBe('raw')
    expect(nameProtocol(Buffer.from('SSH-2.0-x\r\n'))).toBe('ssh')
  })

  it('never throw, whatever they are, and stay decided as more arrive', () => {
    fc.assert(
      fc.property(bytes, bytes, (head, more) => {
        const first = sniff(head)
        nameProtocol(head)
        if (first !== 'undecided' && first !== 'raw') expect(sniff(Buffer.concat([head, more]))).toBe(first)
      }),
    )
  })
})

describe('a ClientHello', () => {
  it('gives name and protocols', () => {
    expect(parseClientHello(clientHello('Evil.Example', ['h2', 'http/1.1']))).toEqual({
      serverName: 'evil.example',
      protocols: ['h2', 'http/1.1'],
    })
  })

  it('may be cut or bent anywhere', () => {
    const whole = clientHello('evil.example', ['h2'])
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(whole.length - 1), fc.nat(255), (cut, at, value) => {
        const bent = Buffer.from(whole.subarray(0, cut))
        if (at < bent.length) bent[at] = value
        const read = parseClientHello(bent)
        expect((read?.protocols ?? []).length).toBeLessThanOrEqual(16)
      }),
    )
    fc.assert(
      fc.property(bytes, (any) => void parseClientHello(Buffer.concat([Buffer.from([22, 3, 1]), any]))),
    )
  })
})

describe('dns', () => {
  it('answers every well-formed question and refuses the rest', () => {
    const label = fc.string({
      unit: fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz0123456789-_')),
      minLength: 1,
      maxLength: 40,
    })
    fc.assert(
      fc.property(
        fc.array(label, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('A', 'AAAA', 'TXT', 'MX', 'NS'),
        (labels, type) => {
          const name = labels.join('.')
          const exchange = answerDns(
            encode({ type: 'query', id: 3, questions: [{ type, name }] }),
            createNames(),
          )
          expect(exchange?.asked[0]).toMatchObject({ name, type })
          const reply = decode(exchange!.reply)
          expect(reply.id).toBe(3)
          expect(reply.answers?.length).toBeGreaterThan(0)
        },
      ),
    )
    fc.assert(fc.property(bytes, (any) => void answerDns(any, createNames())))
  })

  it('survives bent queries', () => {
    const whole = encode({ type: 'query', id: 1, questions: [{ type: 'A', name: 'abc.evil.example' }] })
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
        const bent = Buffer.from(whole)
        bent[at] = value
        answerDns(bent, createNames())
      }),
    )
  })

  it('hands out addresses that lead back to their names', () => {
    const names = createNames()
    fc.assert(
      fc.property(fc.domain(), fc.constantFrom(4 as const, 6 as const), (name, family) => {
        const [address = ''] = names.addresses(name, family)
        expect(names.nameOf(address)).toBe(name.toLowerCase())
        expect(names.addresses(name.toUpperCase(), family)).toEqual([address])
      }),
    )
    expect(names.addresses('metadata.google.internal', 4)).toEqual(['169.254.169.254'])
    expect(names.addresses('localhost', 6)).toEqual(['::1'])
  })

  it('splits a name into zone and labels', () => {
    expect(splitZone('a.b.evil.example')).toEqual({ zone: 'evil.example', labels: ['a', 'b'] })
    expect(splitZone('example')).toEqual({ zone: 'example', labels: [] })
  })
})

describe('websocket frames', () => {
  it('read back what was masked, in any pieces', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 70_000 }),
        fc.uint8Array({ minLength: 4, maxLength: 4 }),
        (payload, mask) => {
          const size = payload.length
          const length =
            size < 126
              ? [0x80 | size]
              : size < 65_536
                ? [0xfe, size >> 8, size & 255]
                : [0xff, 0, 0, 0, 0, 0, size >> 16, (size >> 8) & 255, size & 255]
          const frame = Buffer.concat([
            Buffer.from([0x82, ...length, ...mask]),
            payload.map((byte, i) => byte ^ mask[i & 3]!),
          ])
          expect(readFrame(frame.subarray(0, frame.length - 1), 1 << 20)).toBeUndefined()
          expect(readFrame(frame, 1 << 20)).toEqual({
            frame: { opcode: 2, payload: Buffer.from(payload) },
            size: frame.length,
          })
        },
      ),
      { numRuns: 30 },
    )
    fc.assert(fc.property(bytes, (any) => void readFrame(any, 1024)))
  })

  it('are refused past the cap', () => {
    expect(readFrame(Buffer.from([0x82, 0xff, 255, 255, 255, 255, 255, 255, 255, 255]), 1 << 20)).toBe(
      'malformed',
    )
  })
})

describe('bodies', () => {
  it('stay as they came when an encoding lies', async () => {
    await fc.assert(
      fc.asyncProperty(
        bytes,
        fc.constantFrom('gzip', 'br', 'deflate', 'gzip, br', 'nonsense'),
        async (body, encoding) => {
          const { bytes: out } = await decodeBody(body, encoding, 4096)
          expect(out.length).toBeLessThanOrEqual(Math.max(4096, body.length))
        },
      ),
    )
  })

  it('stop at the cap', async () => {
    expect((await decodeBody(gzipSync(Buffer.alloc(1 << 20)), 'gzip', 1000)).problem).toBe('too-large')
  })

  it('of model requests are read whatever they hold', () => {
    fc.assert(fc.property(fc.json(), (text) => void readModelRequest(Buffer.from(text))))
    const chat = {
      model: 'm',
      stream: true,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }],
      tools: [{ function: { name: 'run' } }],
    }
    expect(readModelRequest(Buffer.from(JSON.stringify(chat)))).toEqual({
      model: 'm',
      stream: true,
      text: 'hi',
      tools: ['run'],
    })
  })
})

describe('archives', () => {
  it('are the same every time', () => {
    const files = [{ path: 'a.txt', content: 'x' }]
    expect(tarFile(files)).toEqual(tarFile(files))
    expect(zipFile(files)).toEqual(zipFile(files))
    expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926)
  })
})
