import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeBase32, encodeBase32 } from './base32.js'
import { decodeBase58, encodeBase58 } from './base58.js'
import { decodeBase64, encodeBase64 } from './base64.js'
import { decodeBase85, encodeBase85 } from './base85.js'
import { fromLatin1, fromUtf8, latin1, utf8 } from './bytes.js'
import { decodeEntities, decodeEscapes, decodePercent, rot13 } from './escapes.js'
import { decodeHex, encodeHex } from './hex.js'

const codecs: readonly (readonly [
  string,
  (bytes: Uint8Array) => string | undefined,
  (text: string) => Uint8Array | undefined,
])[] = [
  ['base64', (b) => encodeBase64(b), decodeBase64],
  ['base64url', (b) => encodeBase64(b, true), decodeBase64],
  ['base32', encodeBase32, decodeBase32],
  ['base58', encodeBase58, decodeBase58],
  ['ascii85', (b) => encodeBase85(b, 'ascii85'), (t) => decodeBase85(t, 'ascii85')],
  ['base85', (b) => encodeBase85(b, 'base85'), (t) => decodeBase85(t, 'base85')],
  ['z85', (b) => encodeBase85(b, 'z85'), (t) => decodeBase85(t, 'z85')],
  ['hex', encodeHex, decodeHex],
  ['latin1', latin1, fromLatin1],
]

describe.each(codecs)('%s', (_, encode, decode) => {
  test('round trips', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(decode(encode(bytes) ?? '')).toEqual(bytes)
      }),
    )
  })

  test('never throws on anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        decode(text)
      }),
    )
  })
})

test('base64, base32 and hex agree with the platform', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
      expect(encodeBase64(bytes, true)).toBe(Buffer.from(bytes).toString('base64url'))
      expect(encodeHex(bytes)).toBe(Buffer.from(bytes).toString('hex'))
    }),
  )
})

test('published examples', () => {
  expect(encodeBase32(utf8('foobar'))).toBe('MZXW6YTBOI======')
  expect(encodeBase58(utf8('Hello World!'))).toBe('2NEpo7TZRRrLZSi2U')
  expect(encodeBase85(Uint8Array.from([0x86, 0x4f, 0xd2, 0x6f, 0xb5, 0x59, 0xf7, 0x5b]), 'z85')).toBe(
    'HelloWorld',
  )
  expect(encodeBase85(utf8('Man '), 'ascii85')).toBe('9jqo^')
})

test('escapes', () => {
  expect(fromUtf8(decodePercent('a%20b%C3%A9%zz'))).toBe('a bé%zz')
  expect(decodeEscapes('\\x63url\\u0020\\u{2d}s \\101')).toBe('curl - s A'.replace('- s', '-s'))
  expect(decodeEntities('&#99;&#x75;rl&colon;&bogus;')).toBe('cur' + 'l:&bogus;')
  expect(rot13(rot13('Curl'))).toBe('Curl')
})
