import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sha256 } from './hash.js'
import { uuidv7 } from './uuid.js'

test('sha256 agrees with the platform on any bytes and any text', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(sha256(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'))
    }),
  )
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(sha256(text)).toBe(createHash('sha256').update(new TextEncoder().encode(text)).digest('hex'))
    }),
  )
})

test('the lengths around a block boundary', () => {
  for (const length of [0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000])
    expect(sha256(new Uint8Array(length).fill(97))).toBe(
      createHash('sha256').update('a'.repeat(length)).digest('hex'),
    )
})

test('a view into a larger buffer hashes only what it shows', () => {
  const whole = new Uint8Array(100).map((_, i) => i)
  expect(sha256(whole.subarray(10, 20))).toBe(sha256(whole.slice(10, 20)))
})

test('uuidv7 has its version, its variant and its order', () => {
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 47 }), fc.uint8Array({ minLength: 10, maxLength: 10 }), (time, random) => {
      const id = uuidv7(time, random)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      expect(uuidv7(time + 1, random) > id).toBe(true)
    }),
  )
  expect(uuidv7(0)).not.toBe(uuidv7(0))
})
