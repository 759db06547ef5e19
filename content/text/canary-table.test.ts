import { readFileSync, writeFileSync } from 'node:fs'
import {
  brotliCompressSync,
  brotliDecompressSync,
  deflateRawSync,
  deflateSync,
  gzipSync,
  inflateRawSync,
  inflateSync,
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

/** One way to hide a value: the row of docs/canaries.md, what a hit calls it, and how it is made. */
interface HiddenForm {
  readonly title: string
  readonly encoding: string
  readonly hide: (value: string) => Uint8Array
}

const json = (text: string): string => JSON.stringify({ id: 7, data: text, ok: true })
const base64 = (data: string | Uint8Array): string =>
  encodeBase64(typeof data === 'string' ? utf8(data) : data)
const bytesOf = (text: string): Uint8Array => utf8(text)
const percent = (text: string): string => encodeHex(utf8(text)).replaceAll(/../g, '%$&')
const xor = (text: string | Uint8Array, ...key: readonly number[]): Uint8Array =>
  (typeof text === 'string' ? utf8(text) : text).map((byte, i) => byte ^ (key[i % key.length] ?? 0))
const wrapped = (text: string): string => text.replaceAll(/.{20}/g, '$&\n')
const boundary = 'xYzZY0a1b2c3'
const multipart = (headers: string, body: string | Uint8Array): Uint8Array =>
  Buffer.concat([
    utf8(`--${boundary}\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n${headers}\r\n`),
    typeof body === 'string' ? utf8(body) : body,
    utf8(`\r\n--${boundary}--\r\n`),
  ])

const row = (title: string, encoding: string, hide: HiddenForm['hide']): HiddenForm => ({
  title,
  encoding,
  hide,
})
const text = (title: string, encoding: string, hide: (value: string) => string): HiddenForm =>
  row(title, encoding, (value) => bytesOf(hide(value)))

/** The table of docs/canaries.md: a test finds every row, and another holds the page to it. */
const hiddenForms: readonly HiddenForm[] = [
  text('as it is, in JSON', 'raw', json),
  row('UTF-16, little-endian', 'utf-16', (value) => fromLatin1(Array.from(value, (c) => `${c}\0`).join(''))),
  text('lower case', 'lower-case', (value) => json(value.toLowerCase())),
  text('base64, any alignment', 'base64', (value) => base64(`k=${value}&x`)),
  text('base64url', 'base64', (value) => encodeBase64(utf8(`ÿ${value}`), true)),
  text('base64, wrapped lines', 'base64', (value) => wrapped(base64(value))),
  text('base32, either case', 'base32', (value) => encodeBase32(utf8(`a${value}`)).toLowerCase()),
  text('base58', 'base58', (value) => encodeBase58(utf8(value)) ?? ''),
  text('base85 of RFC 1924', 'base85', (value) => json(encodeBase85(utf8(value), 'base85'))),
  text('ascii85', 'ascii85', (value) => encodeBase85(utf8(value), 'ascii85')),
  text('z85', 'z85', (value) => encodeBase85(utf8(value), 'z85')),
  text('hex, either case', 'hex', (value) => json(encodeHex(utf8(value)))),
  text('hex with separators', 'hex', (value) => encodeHex(utf8(value)).replaceAll(/../g, '$&:')),
  text('URL encoding of everything', 'percent', (value) => `d=${percent(value)}`),
  text('URL encoding of what must be', 'percent', (value) =>
    `d=${encodeURIComponent(`${value.slice(0, 9)}/+=${value.slice(9)}`)}`.replaceAll('%2F%2B%3D', '%0A'),
  ),
  text(
    'URL encoding of base64',
    'percent>base64',
    (value) => `d=${encodeURIComponent(base64(`?>~ÿÿ${value}`))}`,
  ),
  text('\\x and \\u escapes', 'escape', (value) => encodeHex(utf8(value)).replaceAll(/../g, '\\u00$&')),
  text('HTML character references', 'entity', (value) =>
    Array.from(value, (c) => `&#${c.charCodeAt(0)};`).join(''),
  ),
  text('quoted-printable', 'quoted-printable', (value) =>
    encodeHex(utf8(value)).toUpperCase().replaceAll(/../g, '=$&'),
  ),
  text('character codes', 'codes', (value) => Array.from(value, (c) => c.charCodeAt(0)).join(', ')),
  text('reversed', 'reversed', (value) => json(reverse(value))),
  text('rot13', 'rot13', (value) => json(rot13(value))),
  row('XOR, key of 1 byte', 'xor', (value) => xor(json(value), 0x5a)),
  row('XOR, key of 2 bytes', 'xor', (value) => xor(json(value), 0x5a, 0x13)),
  row('XOR, key of 3 bytes', 'xor', (value) => xor(json(value), 1, 2, 3)),
  row('XOR, key of 4 bytes', 'xor', (value) => xor(json(value), 0xde, 0xad, 0xbe, 0xef)),
  row('XOR, key of 8 bytes', 'xor', (value) => xor(json(value), 9, 8, 7, 6, 5, 4, 3, 2)),
  row('gzip', 'compressed', (value) => gzipSync(json(value))),
  row('zlib', 'compressed', (value) => deflateSync(json(value))),
  row('raw deflate', 'compressed', (value) => deflateRawSync(json(value))),
  row('brotli', 'compressed', (value) => brotliCompressSync(json(value))),
  text('JSON in JSON', 'raw', (value) => json(json(json(value)))),
  row('multipart, base64 part', 'base64', (value) =>
    multipart('Content-Transfer-Encoding: base64\r\n', wrapped(base64(json(value)))),
  ),
  row('multipart, gzip part', 'compressed', (value) => multipart('', gzipSync(json(value)))),
  text('cut by dots, as in DNS names', 'hex', (value) =>
    wrapped(encodeHex(utf8(value))).replaceAll('\n', '.'),
  ),
  text('base64 of gzip of JSON', 'base64>compressed', (value) => json(base64(gzipSync(json(value))))),
  text('base64 of zlib', 'base64>compressed', (value) => base64(deflateSync(json(value)))),
  text('base64 of brotli', 'base64>compressed', (value) => base64(brotliCompressSync(json(value)))),
  text('base64 of base64', 'base64>base64', (value) => base64(json(base64(`k${value}`)))),
  text('base64 of hex', 'base64>hex', (value) => base64(encodeHex(utf8(value)))),
  text('hex of base64', 'hex>base64', (value) => encodeHex(utf8(base64(value)))),
  text('hex of gzip', 'hex>compressed', (value) => encodeHex(gzipSync(json(value)))),
  text('base32 of gzip', 'base32>compressed', (value) => encodeBase32(gzipSync(json(value)))),
  text('base85 of gzip, in JSON', 'base85>compressed', (value) =>
    json(encodeBase85(gzipSync(json(value)), 'base85')),
  ),
  text('base64 of reversed', 'base64>reversed', (value) => base64(json(reverse(value)))),
  text('base64 of rot13', 'base64>rot13', (value) => base64(json(rot13(value)))),
  text('base64 of XOR', 'base64>xor', (value) => json(base64(xor(json(value), 0x37, 0x21)))),
  text('hex of XOR', 'hex>xor', (value) => encodeHex(xor(json(value), 0x37))),
  row('XOR of base64', 'xor>base64', (value) => xor(json(base64(json(value))), 0x37, 0x21, 0x63)),
  row('gzip of base64', 'compressed>base64', (value) => gzipSync(json(base64(json(value))))),
  row('gzip of gzip', 'compressed>compressed', (value) => gzipSync(gzipSync(json(value)))),
  row('gzip of XOR', 'compressed>xor', (value) => gzipSync(xor(json(value), 0x55))),
  text('reversed base64', 'reversed>base64', (value) => json(reverse(base64(json(value))))),
  text('rot13 of base64', 'rot13>base64', (value) => json(rot13(base64(json(value))))),
  text('reversed base64 of gzip', 'reversed>base64>compressed', (value) =>
    reverse(base64(gzipSync(json(value)))),
  ),
  text('base64 of JSON of base64 of gzip', 'base64>base64>compressed', (value) =>
    base64(json(base64(gzipSync(json(value))))),
  ),
]

const values = ['wJalrXUtnFEMIK7MDENGbPxRfiCYzQ83hT5vLk0a', 'ghp_7Yq2ZkX0bVnR4sTgUw1eJmC8hLpA3dFi5oQx']
const canaries = values.map((value, i) => ({ id: `c${i}`, kind: 'token', source: `env:T${i}`, value }))
const inflate = (bytes: Uint8Array): Uint8Array | undefined => {
  // A gzip stream is raw deflate behind ten bytes; whatever follows it is left alone.
  const gzip = bytes[0] === 0x1f && bytes[1] === 0x8b
  for (const undo of [inflateSync, inflateRawSync, brotliDecompressSync])
    try {
      const out = undo(gzip ? bytes.subarray(10) : bytes, { maxOutputLength: 65_536 })
      if (out.length > 0) return out
    } catch {
      continue
    }
  return undefined
}
const search = createCanarySearch(canaries, { inflate })
/** A hit calls every letter set of base85 by the family's name, unless it was decoded as one. */
const family = (encoding: string): string => encoding.replaceAll(/ascii85|z85/g, 'base85')

/** The page without the spaces that a formatter puts into tables. */
const cells = (page: string): string => page.replaceAll(/ +(?=\|)|(?<=\|) +/g, '').replaceAll(/-{3,}/g, '---')

describe('every way of hiding in the table', () => {
  test.each(hiddenForms)('$title', ({ encoding, hide }) => {
    for (const [i, value] of values.entries()) {
      const whole = search(hide(value)).filter(({ partial }) => !partial)
      expect(new Set(whole.map(({ canary }) => canary.id))).toEqual(new Set([`c${i}`]))
      expect(whole.map((hit) => family(hit.encoding))).toContain(family(encoding))
    }
  })

  test('is in docs/canaries.md, and nothing else (UPDATE_GOLDEN=1 rewrites it)', () => {
    const file = new URL('../../docs/canaries.md', import.meta.url)
    const page = readFileSync(file, 'utf8')
    const rows = hiddenForms.map(({ title, encoding }) => `| ${title} | \`${encoding}\` |`)
    const table = ['| a value written as | `canary.encoding` |', '| --- | --- |', ...rows].join('\n')
    const fresh = page.replace(/(<!-- table -->\n)[^]*(\n<!-- end of table -->)/, `$1\n${table}\n$2`)
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, fresh)
    expect(cells(readFileSync(file, 'utf8'))).toEqual(cells(fresh))
  })
})

describe('what holds no planted value', () => {
  const noise = fc.uint8Array({ minLength: 0, maxLength: 3000 })

  test('never gives a hit, whatever it is hidden in', () => {
    fc.assert(
      fc.property(noise, fc.constantFrom(...hiddenForms), (bytes, { hide }) => {
        const text = Buffer.from(bytes).toString('base64url')
        expect(search(bytes)).toEqual([])
        expect(search(hide(text.slice(0, 100)))).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  test('not even values of the same kind', () => {
    const token = fc.string({
      unit: fc.constantFrom(...Array.from('ABCDEFGHIJKLMNOPabcdefghijkl0123456789')),
      minLength: 36,
      maxLength: 36,
    })
    fc.assert(
      fc.property(token, fc.constantFrom(...hiddenForms), (body, { hide }) => {
        expect(search(hide(`ghp_${body}`))).toEqual([])
      }),
      { numRuns: 150 },
    )
  })
})
