import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { median, percentile, Ranked, Total } from './amounts.js'
import type { Aggregate, Entry } from './entry.js'

const entry = (number: number): Entry => ({
  time: 0,
  id: '',
  rule: 0,
  value: String(number),
  refs: undefined,
  provisional: undefined,
})

/** Adds the numbers one by one, drops the oldest where it is said, and tells the window of each moment to `look`. */
function slide(
  aggregate: Aggregate,
  steps: readonly (readonly [number, boolean])[],
  look: (window: number[]) => void,
): void {
  const window: number[] = []
  for (const [number, drop] of steps) {
    aggregate.add(entry(number))
    window.push(number)
    const oldest = drop ? window.shift() : undefined
    if (oldest !== undefined) aggregate.remove(entry(oldest))
    look(window)
  }
}

const number = fc
  .oneof(
    fc.integer(),
    fc.constantFrom(0.1, 0.2, -0.3, 1e16, 9007199254740991, 2, 0),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  )
  .map((one) => one + 0)
const steps = fc.array(fc.tuple(number, fc.boolean()), { maxLength: 60 })

describe('amounts over a sliding window', () => {
  it('add up as if they were added anew', () => {
    fc.assert(
      fc.property(steps, (all) => {
        let told: readonly [number, number] = [0, 0]
        const total = new Total((sum, count) => {
          told = [sum, count]
          return true
        })
        slide(total, all, (window) => {
          expect(total.holds()).toBe(window.length > 0)
          if (window.length > 0)
            expect(told).toEqual([window.reduce((sum, one) => sum + one, 0), window.length])
        })
      }),
    )
  })

  it('rank as if they were sorted anew', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 100 }), (all, p) => {
        let told: readonly number[] = []
        const ranked = new Ranked((sorted) => {
          told = [median(sorted), percentile(sorted, p)]
          return true
        })
        slide(ranked, all, (window) => {
          const sorted = [...window].sort((a, b) => a - b)
          expect(ranked.holds()).toBe(window.length > 0)
          if (window.length > 0) expect(told).toEqual([median(sorted), percentile(sorted, p)])
        })
      }),
    )
  })
})
