import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pae } from './index.js'
import { formatTraceparent, parseTraceparent } from './traceparent.js'

test('PAE as the DSSE protocol shows it', () => {
  expect(
    new TextDecoder().decode(pae('http://example.com/HelloWorld', new TextEncoder().encode('hello world'))),
  ).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world')
  expect(new TextDecoder().decode(pae('é', new Uint8Array()))).toBe('DSSEv1 2 é 0 ')
})

test('traceparent round trips and refuses what the specification refuses', () => {
  const hex = (length: number): fc.Arbitrary<string> =>
    fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`)).filter((id) => !/^0+$/.test(id))
  fc.assert(
    fc.property(hex(32), hex(16), fc.boolean(), (traceId, parentId, sampled) => {
      expect(parseTraceparent(formatTraceparent({ traceId, parentId, sampled }))).toEqual({
        traceId,
        parentId,
        sampled,
      })
    }),
  )
  const good = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`
  for (const bad of [`ff${good.slice(2)}`, `${good}-x`, good.replaceAll('a', '0'), good.toUpperCase(), '', 7])
    expect(parseTraceparent(bad)).toBeUndefined()
  expect(parseTraceparent(`01${good.slice(2)}-future`)).toBeDefined()
  fc.assert(
    fc.property(fc.anything(), (value) => {
      parseTraceparent(value)
    }),
  )
})
