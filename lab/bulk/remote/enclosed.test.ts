import { expect, test } from 'vitest'
import type { Bucket } from '../../queue/nats/bucket.js'
import { bytesOf, enclose, mostEnclosed, nameOf } from './enclosed.js'
import { nameWork } from './order.js'

const message = 1_048_576

function memoryBucket(): Bucket & { readonly held: Map<string, Uint8Array> } {
  const held = new Map<string, Uint8Array>()
  return {
    held,
    put(bytes) {
      held.set('kept', bytes)
      return Promise.resolve({ digest: 'a'.repeat(64), size: bytes.length })
    },
    get: () => Promise.resolve(held.get('kept') ?? new Uint8Array()),
    drop: () => Promise.resolve(),
    destroy: () => Promise.resolve(),
  }
}

test('few bytes travel with the order and many through the bucket', async () => {
  const bucket = memoryBucket()
  const few = await enclose(new Uint8Array(100), bucket, message)
  expect(few.bytes).toHaveLength(100)
  expect(bucket.held.size).toBe(0)
  expect(await bytesOf(few, bucket)).toHaveLength(100)
  const many = await enclose(new Uint8Array(mostEnclosed + 1), bucket, message)
  expect(many.bytes).toBeUndefined()
  expect(await bytesOf(many, bucket)).toHaveLength(mostEnclosed + 1)
})

test('a server whose messages are small gets all through the bucket', async () => {
  const bucket = memoryBucket()
  expect((await enclose(new Uint8Array(10), bucket, 65_536)).bytes).toBeUndefined()
})

test('bytes other than those named are refused', async () => {
  const bucket = memoryBucket()
  const one = await enclose(new Uint8Array([1, 2, 3]), bucket, message)
  await expect(bytesOf({ ...one, bytes: new Uint8Array([1, 2, 4]) }, bucket)).rejects.toThrow(
    'not what was enclosed',
  )
  await expect(bytesOf({ ...one, size: 2 }, bucket)).rejects.toThrow('not what was enclosed')
})

test('work is the same wherever its bytes are', async () => {
  const sample = await enclose(new Uint8Array([1, 2, 3]), memoryBucket(), message)
  const task = { type: 'examine', locator: '/x', name: 'x' } as const
  expect(nameWork('t', { ...task, sample })).toBe(nameWork('t', { ...task, sample: nameOf(sample) }))
})
