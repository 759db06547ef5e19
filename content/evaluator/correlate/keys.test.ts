import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashOf, Keys } from './keys.js'
import { Slots } from './slots.js'

/** Keys whose hashes end alike, as somebody would choose them who knows the hash. */
const chosen = Array.from({ length: 1 << 18 }, (_, i) => `k${i}`)
  .filter((key) => (hashOf(key) & 0xfff) === 0)
  .slice(0, 50)
const plain = Array.from({ length: 200 }, (_, i) => `p${i}`)
const key = fc.constantFrom(...chosen, ...plain, '', '\ud800', 'é')

describe('keys of groups', () => {
  it('are found while they are in, whatever came and went before', () => {
    expect(chosen.length).toBe(50)
    fc.assert(
      fc.property(fc.array(key, { maxLength: 1500, size: 'max' }), (steps) => {
        const keys = new Keys(new Slots())
        const model = new Map<string, number>()
        for (const step of steps) {
          const known = model.get(step)
          expect(keys.find(step)).toBe(known ?? 0)
          if (known === undefined) {
            const slot = keys.add(step)
            expect([...model.values()]).not.toContain(slot)
            expect(keys.keyAt(slot)).toBe(step)
            model.set(step, slot)
          } else {
            keys.remove(known)
            model.delete(step)
          }
          expect(keys.size).toBe(model.size)
        }
        for (const one of [...chosen, ...plain]) expect(keys.find(one)).toBe(model.get(one) ?? 0)
      }),
      { numRuns: 50 },
    )
  })

  it('do not lengthen a search when they are chosen to fall on one hash', () => {
    const keys = new Keys(new Slots())
    const slots = chosen.map((one) => keys.add(one))
    expect(keys.crowded).toBeGreaterThanOrEqual(chosen.length - 12)
    expect(chosen.map((one) => keys.find(one))).toEqual(slots)
    for (const slot of slots) keys.remove(slot)
    expect(keys).toMatchObject({ size: 0, crowded: 0 })
  })
})
