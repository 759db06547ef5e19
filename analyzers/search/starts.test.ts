import fc from 'fast-check'
import { expect, it } from 'vitest'

import { startsOf } from './starts.js'

it('starts are where each set has one within its reach, and nowhere else', () => {
  const set = fc
    .record({
      at: fc.uniqueArray(fc.nat(60), { maxLength: 6 }),
      before: fc.tuple(fc.nat(10), fc.nat(20)).map(([min, more]) => ({ min, max: min + more })),
    })
    .map(({ at, before }) => ({ at: at.toSorted((a, b) => a - b), before }))
  fc.assert(
    fc.property(fc.array(set, { minLength: 1, maxLength: 4 }), (sets) => {
      const expected = Array.from({ length: 61 }, (_, start) => start).filter((start) =>
        sets.every(({ at, before: { min, max } }) => at.some((on) => on - start >= min && on - start <= max)),
      )
      const starts = startsOf(sets)
      expect(
        starts.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, on) => first + on)),
      ).toEqual(expected)
    }),
  )
})
