import { deflateRawSync, deflateSync, gunzipSync, gzipSync, inflateRawSync, inflateSync } from 'node:zlib'

import fc from 'fast-check'
import { expect, it } from 'vitest'

import { inflate, mostInflated } from './inflate.js'

/** Every way is tried on what begins like one of them. */
function byTrying(bytes: Uint8Array): Uint8Array | undefined {
  for (const undo of [gunzipSync, inflateSync, inflateRawSync])
    try {
      return undo(bytes, { maxOutputLength: mostInflated })
    } catch {
      continue
    }
  return undefined
}

const content = fc.uint8Array({ maxLength: 400 })
const level = fc.integer({ min: 0, max: 9 })
const begins = fc.constantFrom([0x1f, 0x8b], [0x78], [0x78, 0x9c], [0x78, 0x01], [0x78, 0x20])

it('undoes gzip and zlib of any level, and bombs of neither', () => {
  fc.assert(
    fc.property(content, level, (bytes, at) => {
      for (const pack of [gzipSync, deflateSync])
        expect(inflate(pack(bytes, { level: at }))).toEqual(Buffer.from(bytes))
    }),
  )
  expect(inflate(gzipSync(new Uint8Array(mostInflated + 1)))).toBeUndefined()
})

it('leaves out only what fails', () => {
  const packed = fc
    .tuple(content, level, fc.constantFrom(gzipSync, deflateSync, deflateRawSync))
    .map(([bytes, at, pack]) => [...pack(bytes, { level: at })])
  const tail = fc.oneof(
    packed,
    fc.uint8Array({ maxLength: 40 }).map((bytes) => [...bytes]),
  )
  fc.assert(
    fc.property(begins, tail, (head, rest) => {
      for (const bytes of [
        Uint8Array.from([...head, ...rest]),
        Uint8Array.from([...head, ...rest.slice(head.length)]),
      ])
        expect(inflate(bytes)).toEqual(byTrying(bytes))
    }),
    { numRuns: 100 },
  )
  // A stored block: its length, and the same with every bit turned.
  const stored = Uint8Array.from([0x78, 3, 0, 0xfc, 0xff, 97, 98, 99, 3, 0])
  expect(inflate(stored)).toEqual(byTrying(stored))
})
