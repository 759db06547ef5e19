import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isProblem, parseJson } from './json.js'
import { createRpcDecoder, encodeRpc, parseRpc } from './jsonrpc.js'
import type { RpcMessage } from './jsonrpc.js'
import { createLineDecoder } from './lines.js'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const params = fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true })
const id = fc.oneof(fc.string(), fc.integer())
const message: fc.Arbitrary<RpcMessage> = fc.oneof(
  fc.record({ type: fc.constant('request' as const), id, method: fc.string(), params }),
  fc.record({ type: fc.constant('notification' as const), method: fc.string() }),
  fc.record({ type: fc.constant('result' as const), id, result: fc.jsonValue() }),
  fc.record({
    type: fc.constant('error' as const),
    id,
    error: fc.record({ code: fc.integer(), message: fc.string() }),
  }),
)

/** Cuts bytes at the given places. */
function cut(whole: Uint8Array, places: readonly number[]): Uint8Array[] {
  const sorted = [...places.map((p) => p % (whole.length + 1)), whole.length].sort((a, b) => a - b)
  return sorted.map((to, i) => whole.subarray(sorted[i - 1] ?? 0, to))
}

describe('framing', () => {
  test('what is encoded is decoded, however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(message), fc.array(fc.nat()), (messages, places) => {
        const decoder = createRpcDecoder()
        const found = cut(bytes(messages.map(encodeRpc).join('')), places).flatMap((p) => decoder.push(p))
        expect([...found, ...decoder.end()]).toEqual(JSON.parse(JSON.stringify(messages)))
      }),
    )
  })

  test('takes any bytes without throwing, and lines come out as they went in', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (pieces) => {
        const decoder = createRpcDecoder()
        for (const piece of pieces) decoder.push(piece)
        decoder.end()
      }),
    )
  })

  test('a line past the bound is one problem and the next line is fine', () => {
    const decoder = createLineDecoder(10)
    const found = [
      ...decoder.push(bytes('abc')),
      ...decoder.push(bytes('defghijklmnop')),
      ...decoder.push(bytes('q\r\nnext\r\n')),
    ]
    expect(found).toEqual([
      { problem: 'too-long', detail: 'a line of 18 bytes, at most 10', size: 18 },
      'next',
    ])
    expect(decoder.push(Uint8Array.from([0xff, 10]))).toMatchObject([{ problem: 'not-utf8' }])
  })
})

describe('messages', () => {
  test.each([
    ['[]', 'wrong-shape'],
    ['{', 'not-json'],
    ['1', 'not-object'],
    ['{"jsonrpc":"1.0","method":"x"}', 'wrong-shape'],
    ['{"jsonrpc":"2.0"}', 'wrong-shape'],
    ['{"jsonrpc":"2.0","id":{},"method":"x"}', 'wrong-shape'],
    ['{"jsonrpc":"2.0","method":"x","params":[1]}', 'wrong-shape'],
    ['{"jsonrpc":"2.0","id":1,"error":{"code":"x"}}', 'wrong-shape'],
    [`${'['.repeat(100)}${']'.repeat(100)}`, 'too-deep'],
  ])('%s is a problem: %s', (text, problem) => {
    expect(parseRpc(text)).toMatchObject([{ problem }])
  })

  test('a batch is its messages', () => {
    expect(parseRpc('[{"jsonrpc":"2.0","id":1,"result":{}},3]')).toMatchObject([
      { type: 'result', id: 1 },
      { problem: 'not-object' },
    ])
  })

  test('__proto__ is an ordinary name', () => {
    const [found] = parseRpc('{"jsonrpc":"2.0","method":"x","params":{"__proto__":{"polluted":true}}}')
    expect(found).toMatchObject({ type: 'notification', method: 'x' })
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect(parseRpc('{"__proto__":{"jsonrpc":"2.0","method":"x"}}')).toMatchObject([
      { problem: 'wrong-shape' },
    ])
  })

  test('nesting is measured outside strings', () => {
    expect(isProblem(parseJson(JSON.stringify('['.repeat(1000))))).toBe(false)
    expect(isProblem(parseJson('{"a":"\\"[[[["}', { depth: 1 }))).toBe(false)
    expect(parseJson('[[1]]', { depth: 1 })).toMatchObject({ problem: 'too-deep' })
    expect(parseJson('"abc"', { size: 3 })).toMatchObject({ problem: 'too-long' })
  })

  test('bounds hold for any JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const result = parseJson(text)
        if (!isProblem(result))
          expect(JSON.stringify((result as { value: unknown }).value)).toBe(JSON.stringify(JSON.parse(text)))
      }),
    )
  })
})
