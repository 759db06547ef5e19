import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createGather } from './gather.js'

it('gives back what was put in, however it was cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 20 })),
      fc.array(fc.nat({ max: 30 })),
      (chunks, takes) => {
        const gather = createGather()
        for (const chunk of chunks) gather.add(Buffer.from(chunk))
        let left = Buffer.concat(chunks)
        for (const take of takes) {
          expect(gather.peek(take).subarray(0, take)).toEqual(left.subarray(0, take))
          gather.drop(take)
          left = left.subarray(take)
          expect(gather.size()).toBe(left.length)
        }
      },
    ),
  )
})
