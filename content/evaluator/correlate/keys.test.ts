import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashOf, Keys } from './keys.js'
import type { Keyed } from './keys.js'

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
        const keys = new Keys<Keyed>()
        const model = new Map<string, Keyed>()
        for (const step of steps) {
          const known = model.get(step)
          expect(keys.get(step)).toBe(known)
          if (known === undefined) {
            const item = { key: step, slot: 0 }
            keys.add(item)
            model.set(step, item)
          } else {
            keys.remove(known)
            model.delete(step)
          }
          expect(keys.size).toBe(model.size)
        }
        for (const one of [...chosen, ...plain]) expect(keys.get(one)).toBe(model.get(one))
      }),
      { numRuns: 50 },
    )
  })

  it('cost the same when they are chosen to fall on one hash', () => {
    let looked = 0
    const keys = new Keys<Keyed>()
    for (const one of chosen)
      keys.add({
        get key() {
          looked++
          return one
        },
        slot: 0,
      })
    looked = 0
    for (const one of chosen) expect(keys.get(one)?.key).toBe(one)
    // At most its own key and that it is compared with afterwards; the map asks none.
    expect(looked).toBeLessThanOrEqual(2 * chosen.length)
  })
})
