import fc from 'fast-check'
import { ClawbackError } from '@clawback/model'
import { describe, expect, it } from 'vitest'
import { readHar } from './har.js'
import { withRecording } from './recorded.js'
import type { AnswerBook, Asked } from './shape.js'

const entry = (method: string, url: string, text: string, more: object = {}): object => ({
  request: { method, url },
  response: { status: 200, headers: [], content: { text, mimeType: 'text/plain' }, ...more },
})
const har = (...entries: readonly unknown[]): Buffer =>
  Buffer.from(JSON.stringify({ log: { version: '1.2', entries } }))
const ordinary: AnswerBook = {
  answer: () => ({ name: 'ordinary', status: 404, headers: {}, body: Buffer.from('ordinary') }),
}

function asker(...entries: readonly unknown[]): (line: string) => string {
  const book = withRecording(ordinary, readHar(har(...entries), 'c2.har'))
  return (line) => {
    const [method = '', target = ''] = line.split(' ')
    const url = new URL(target)
    const asked: Asked = {
      method,
      scheme: url.protocol === 'https:' ? 'https' : 'http',
      host: url.host,
      path: url.pathname,
      query: url.searchParams,
      headers: new Map(),
      body: Buffer.alloc(0),
    }
    return book.answer(asked).body.toString()
  }
}

describe('a recorded answer', () => {
  it('is given to the method and URL it was recorded for, and no other', () => {
    const ask = asker(
      entry('GET', 'https://c2.example/task?id=1', 'run'),
      entry('POST', 'https://c2.example/task?id=1', 'ok'),
    )
    expect(ask('GET https://c2.example/task?id=1')).toBe('run')
    expect(ask('POST https://c2.example/task?id=1')).toBe('ok')
    expect(ask('HEAD https://c2.example/task?id=1')).toBe('run')
    for (const other of [
      'PUT https://c2.example/task?id=1',
      'GET http://c2.example/task?id=1',
      'GET https://c2.example/task?id=2',
      'GET https://c2.example:8443/task?id=1',
    ])
      expect(ask(other)).toBe('ordinary')
  })

  it('fits whatever the order of the parameters, the exact one first', () => {
    const ask = asker(
      entry('GET', 'http://a.example/?x=1&y=2', 'xy'),
      entry('GET', 'http://a.example/?y=2&x=1', 'yx'),
    )
    expect(ask('GET http://a.example/?y=2&x=1')).toBe('yx')
    expect(
      asker(entry('GET', 'http://a.example/?x=1&y=b%20c', 'xy'))('GET http://a.example/?y=b+c&x=1'),
    ).toBe('xy')
  })

  it('comes in order when there are several, and the last one stays', () => {
    const ask = asker(entry('GET', 'http://a.example/', 'one'), entry('GET', 'http://a.example/', 'two'))
    expect([1, 2, 3].map(() => ask('GET http://a.example/'))).toEqual(['one', 'two', 'two'])
  })

  it('is plain: what it travelled in is dropped', () => {
    const headers = [
      { name: 'Content-Encoding', value: 'br' },
      { name: 'X-Task', value: '7' },
      { name: 'Bad', value: 'a\r\nInjected: 1' },
      { name: 'b\nad', value: '1' },
    ]
    const content = { encoding: 'base64', text: Buffer.from([0, 255]).toString('base64') }
    const [answer] = readHar(har(entry('GET', 'http://a.example/', '', { headers, content })), 'x').answers
    expect(answer?.headers).toEqual({ 'x-task': '7' })
    expect([...Buffer.from(answer?.body ?? '', 'base64')]).toEqual([0, 255])
  })
})

describe('a wrong file', () => {
  it.each<readonly [string, Uint8Array, RegExp]>([
    ['no JSON, by line', Buffer.from('{\n"log": {\n  oops'), /^c2\.har:3: /],
    ['cut short', har(entry('GET', 'http://a.example/', 'x')).subarray(0, 60), /^c2\.har:1: /],
    ['no entries', Buffer.from('{"log":{}}'), /log\.entries/],
    [
      'no URL',
      har(entry('GET', 'http://a.example/', 'x'), entry('GET', 'file:///etc/passwd', 'x')),
      /entries\[1\].*url/,
    ],
    ['no status', har(entry('GET', 'http://a.example/', 'x', { status: 99 })), /entries\[0\].*status/],
    ['no method', har(entry('GE T', 'http://a.example/', 'x')), /entries\[0\].*method/],
    ['too many entries', har(...new Array<object>(2001).fill({})), /2000/],
    ['a large body', har(entry('GET', 'http://a.example/', 'x'.repeat((4 << 20) + 1))), /larger/],
    ['too large', new Uint8Array((32 << 20) + 1), /larger/],
  ])('says what is wrong: %s', (_, bytes, text) => {
    expect(() => readHar(bytes, 'c2.har')).toThrow(text)
    expect(() => readHar(bytes, 'c2.har')).toThrow(ClawbackError)
  })

  it('is the only thing that is thrown at', () => {
    const value = fc.oneof(
      fc.json(),
      fc
        .jsonValue()
        .map((one) => JSON.stringify({ log: { entries: [one, { request: one, response: one }] } })),
    )
    fc.assert(
      fc.property(value, (text) => {
        try {
          readHar(Buffer.from(text), 'x')
        } catch (error) {
          expect(error).toBeInstanceOf(ClawbackError)
        }
      }),
    )
  })

  it('has the digest of its bytes', () => {
    expect(readHar(har(), 'x').digest).toMatch(/^[0-9a-f]{64}$/)
  })
})
