import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSseDecoder, encodeSse } from './sse.js'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

test('events, comments, ids and retries', () => {
  const decoder = createSseDecoder()
  const text = '\ufeff: hello\nid: 7\nevent: message\nretry: 10\ndata: a\ndata:b\n\ndata\n\n\nevent: x\n\n'
  expect(decoder.push(bytes(text))).toEqual([
    { event: 'message', data: 'a\nb', id: '7', retry: 10 },
    { event: 'message', data: '', id: '7' },
  ])
})

test('an event past the bound is a problem, not memory', () => {
  const decoder = createSseDecoder(20)
  expect(decoder.push(bytes('data: 0123456789\ndata: 0123456789\ndata: x\n\n'))).toEqual([
    { problem: 'too-long', detail: 'an event past 20 bytes', size: 22 },
    { event: 'message', data: 'x' },
  ])
})

test('what is encoded is decoded, cut anywhere', () => {
  const line = fc.string().map((text) => text.replaceAll(/[\r\n\0]/g, ''))
  fc.assert(
    fc.property(fc.array(fc.array(line, { minLength: 1 })), fc.nat({ max: 7 }), (events, size) => {
      const whole = bytes(
        events.map((lines) => encodeSse({ event: 'message', data: lines.join('\n') })).join(''),
      )
      const decoder = createSseDecoder()
      const found = []
      for (let at = 0; at < whole.length; at += size + 1)
        found.push(...decoder.push(whole.subarray(at, at + size + 1)))
      expect(found).toEqual(events.map((lines) => ({ event: 'message', data: lines.join('\n') })))
    }),
  )
})

test('takes any bytes', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array()), (pieces) => {
      const decoder = createSseDecoder(64)
      for (const piece of pieces) decoder.push(piece)
    }),
  )
})
