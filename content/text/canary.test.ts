import {
  brotliCompressSync,
  brotliDecompressSync,
  deflateRawSync,
  gzipSync,
  inflateRawSync,
  unzipSync,
} from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createCanarySearch } from './canary.js'
import { encodeBase32 } from './codecs/base32.js'
import { encodeBase58 } from './codecs/base58.js'
import { encodeBase64 } from './codecs/base64.js'
import { encodeBase85 } from './codecs/base85.js'
import { fromLatin1, utf8 } from './codecs/bytes.js'
import { reverse, rot13 } from './codecs/escapes.js'
import { encodeHex } from './codecs/hex.js'

const value = 'wJalrXUtnFEMIK7MDENGbPxRfiCYzQ83hT5vLk0a'
const aws = { id: 'c1', kind: 'aws_secret_key', source: '~/.aws/credentials', value }
const inflate = (bytes: Uint8Array): Uint8Array | undefined => {
  for (const undo of [unzipSync, inflateRawSync, brotliDecompressSync])
    try {
      const out = undo(bytes, { maxOutputLength: 65_536 })
      if (out.length > 0) return out
    } catch {
      continue
    }
  return undefined
}
const search = createCanarySearch([aws], { inflate })
const around = (text: string): Uint8Array => utf8(`{"k":"${text}","n":1}`)
const b = utf8(value)
const xor = (data: Uint8Array, key: readonly number[]): Uint8Array =>
  data.map((byte, i) => byte ^ (key[i % key.length] ?? 0))

const forms: readonly (readonly [string, Uint8Array])[] = [
  ['raw', around(value)],
  ...['', 'x', 'xy'].map((lead) => ['base64', around(encodeBase64(utf8(`${lead}${value}zz`)))] as const),
  ...['', 'ÿþ', 'xÿ'].map(
    (lead) => ['base64', around(encodeBase64(utf8(`${lead}${value}ÿ`), true))] as const,
  ),
  ...['', 'a', 'ab', 'abc', 'abcd'].map(
    (lead) => ['base32', around(encodeBase32(utf8(lead + value)))] as const,
  ),
  ['base32', around(encodeBase32(b).toLowerCase())],
  ['base58', around(encodeBase58(b) ?? '')],
  ...['', 'a', 'ab', 'abc'].map(
    (lead) => ['base85', utf8(encodeBase85(utf8(`${lead}${value}--`), 'base85'))] as const,
  ),
  ['base85', utf8(`<~${encodeBase85(b, 'ascii85')}~>`)],
  ['hex', around(encodeHex(b))],
  ['hex', around(encodeHex(b).toUpperCase())],
  ['percent', around(encodeHex(b).replaceAll(/../g, '%$&'))],
  ['escape', around(encodeHex(b).replaceAll(/../g, '\\x$&'))],
  ['reversed', around(reverse(value))],
  ['rot13', around(rot13(value))],
  ['utf-16', fromLatin1(Array.from(value).join('\0'))],
  ['lower-case', around(value.toLowerCase())],
  ['xor', xor(around(value), [0x5a])],
  ['xor', xor(around(value), [1, 2, 3, 4, 5])],
  ['compressed', gzipSync(around(value))],
  ['compressed', deflateRawSync(around(value))],
  ['compressed', brotliCompressSync(around(value))],
  ['base64>compressed', around(encodeBase64(gzipSync(value)))],
  ['base64>base64', around(encodeBase64(utf8(`v=${encodeBase64(utf8(`q${value}`))}`)))],
  ['hex>base64', around(encodeHex(utf8(encodeBase64(b))))],
  ['base64>hex>base64', around(encodeBase64(utf8(encodeHex(utf8(encodeBase64(b))))))],
  ['percent>base64', utf8(encodeHex(utf8(encodeBase64(b))).replaceAll(/../g, '%$&'))],
]

describe('createCanarySearch', () => {
  test.each(forms)('finds %s', (encoding, data) => {
    const whole = search(data).filter((hit) => !hit.partial)
    expect(whole.map((hit) => hit.encoding)).toContain(encoding)
    expect(whole.every((hit) => hit.canary === aws)).toBe(true)
  })

  test('finds a value cut into DNS labels', () => {
    const name = encodeHex(b).replaceAll(/.{16}/g, '$&.') + '.tunnel.example'
    expect(search(name)).toContainEqual(expect.objectContaining({ encoding: 'hex', partial: false }))
  })

  test('finds pieces of at least 12 characters', () => {
    for (const piece of [value.slice(0, 12), value.slice(7, 25)])
      expect(search(`?q=${piece}`)).toMatchObject([{ encoding: 'raw', partial: true }])
    expect(search(encodeHex(utf8(value.slice(3, 20))))).toMatchObject([{ encoding: 'hex', partial: true }])
    expect(search(value.slice(0, 11))).toEqual([])
  })

  test('a vendor prefix alone is no leak', () => {
    const key = createCanarySearch([{ ...aws, value: 'sk-ant-api03-Zx81kQpLw93nVbT5' }])
    expect(key('keys look like sk-ant-api03-XXXXXXXX')).toEqual([])
    const pem = createCanarySearch([
      {
        ...aws,
        value: `-----BEGIN OPENSSH PRIVATE KEY-----\n${value}\n${value}\n-----END OPENSSH PRIVATE KEY-----\n`,
      },
    ])
    expect(pem('-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----')).toEqual([])
    expect(pem(encodeBase64(utf8(value)))).not.toEqual([])
  })

  test('text without the value gives nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 400 }), fc.uint8Array({ maxLength: 400 })), (data) => {
        expect(search(data)).toEqual([])
      }),
    )
  })

  test('finds the value whatever stands around it and however it is encoded', () => {
    const encoders = [
      (x: Uint8Array) => encodeBase64(x),
      (x: Uint8Array) => encodeBase32(x),
      encodeHex,
      (x: Uint8Array) => encodeBase85(x, 'z85'),
    ]
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.constantFrom(...encoders), (before, after, encode) => {
        expect(search(encode(utf8(before + value + after))).some((hit) => !hit.partial)).toBe(true)
      }),
    )
  })

  test('a large body with many values is searched in bounded time', () => {
    const many = createCanarySearch(
      Array.from({ length: 24 }, (_, i) => ({ ...aws, id: `c${i}`, value: `${i}${value}` })),
    )
    const from = performance.now()
    many(new Uint8Array(1024 * 1024).map((_, i) => (i * 31 + (i >> 8)) & 0xff))
    expect(performance.now() - from).toBeLessThan(4_000)
  })
})
