import fc from 'fast-check'
import { expect, test } from 'vitest'

import { rateOf, showRate } from './rate.js'

test('the interval is the published one for 10 of 50', () => {
  const { low, high } = rateOf(10, 50)
  expect(low).toBeCloseTo(0.1124, 3)
  expect(high).toBeCloseTo(0.3304, 3)
})

test('the rate lies within its interval, which lies within 0 and 1', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.nat(500), (a, b) => {
      const [count, of] = [Math.min(a, b), Math.max(a, b)]
      const { low, high } = rateOf(count, of)
      const share = of === 0 ? 0 : count / of
      return low >= 0 && high <= 1 && low <= share + 1e-12 && share <= high + 1e-12
    }),
  )
})

test('nothing measured is shown as nothing', () => {
  expect(showRate(rateOf(0, 0))).toBe('—')
})
