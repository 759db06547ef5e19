import {
  brotliCompressSync,
  brotliDecompressSync,
  constants,
  deflateRawSync,
  inflateRawSync,
} from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { mayBeBrotli } from './brotli-shape.js'
import { mayBeDeflate } from './deflate-shape.js'

const { Z_DEFAULT_STRATEGY, Z_FILTERED, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE } = constants
/** Bytes as samples have them: of a few letters, which compress, and of all. */
const plain = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 600 }),
  fc.string({ minLength: 1, maxLength: 400 }).map((text) => new TextEncoder().encode(text.repeat(3))),
)
const noise = fc.uint8Array({ minLength: 12, maxLength: 200 })
const gives = (decode: () => Uint8Array): boolean => {
  try {
    return decode().length > 0
  } catch {
    return false
  }
}

it('takes whatever deflate makes for deflate', () => {
  const strategy = fc.constantFrom(Z_DEFAULT_STRATEGY, Z_FILTERED, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE)
  fc.assert(
    fc.property(plain, fc.integer({ min: 0, max: 9 }), strategy, (bytes, level, how) => {
      expect(mayBeDeflate(deflateRawSync(bytes, { level, strategy: how }))).toBe(true)
    }),
  )
})

it('takes whatever brotli makes for brotli', () => {
  fc.assert(
    fc.property(
      plain,
      fc.integer({ min: 0, max: 11 }),
      fc.integer({ min: 10, max: 24 }),
      (bytes, level, window) => {
        const params = { [constants.BROTLI_PARAM_QUALITY]: level, [constants.BROTLI_PARAM_LGWIN]: window }
        expect(mayBeBrotli(brotliCompressSync(bytes, { params }))).toBe(true)
      },
    ),
  )
})

it('says no only to what the decoders refuse', () => {
  fc.assert(
    fc.property(noise, (bytes) => {
      if (!mayBeDeflate(bytes)) expect(gives(() => inflateRawSync(bytes))).toBe(false)
      if (!mayBeBrotli(bytes)) expect(gives(() => brotliDecompressSync(bytes))).toBe(false)
    }),
    { numRuns: 5000 },
  )
})

it('says no to nearly all that is neither', () => {
  const samples = fc.sample(noise, 1000)
  expect(samples.filter(mayBeDeflate).length).toBeLessThan(150)
  expect(samples.filter(mayBeBrotli).length).toBeLessThan(400)
})
