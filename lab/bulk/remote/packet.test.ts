import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodePacket, encodePacket } from './packet.js'

const leaf = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.uint8Array({ maxLength: 64 }),
)
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.string().filter((name) => name !== '$bytes' && name !== '__proto__'),
      tie('value'),
      {
        maxKeys: 4,
        noNullPrototype: true,
      },
    ),
  ),
}))

test('a value with bytes in it comes back as it was', () => {
  fc.assert(
    fc.property(value, (one) => {
      expect(decodePacket(encodePacket(one))).toEqual(one)
    }),
  )
})

test('any bytes are a packet or none, and nothing else happens', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      decodePacket(bytes)
    }),
  )
  const packet = encodePacket({ a: new Uint8Array([1, 2, 3]) })
  for (let end = 0; end < packet.length; end++) expect(decodePacket(packet.subarray(0, end))).toBeUndefined()
})

test.each([
  ['bytes that are not there', '{"a":{"$bytes":[0,9]}}'],
  ['bytes before the beginning', '{"a":{"$bytes":[-1,1]}}'],
  ['no numbers', '{"a":{"$bytes":"x"}}'],
  ['a tower', `${'['.repeat(40)}${']'.repeat(40)}`],
])('%s are refused', (_, head) => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(head.length)
  expect(decodePacket(Buffer.concat([length, Buffer.from(head), Buffer.alloc(4)]))).toBeUndefined()
})
