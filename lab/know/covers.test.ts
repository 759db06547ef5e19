import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countCovers, coveredShare, smallestCovers } from './covers.js'

const bearers = fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 8 })
const named = (masks: readonly number[]) => masks.map((mask, id) => ({ mask, id }))

/** All subsets, by hand. */
function subsets<T>(all: readonly T[]): readonly (readonly T[])[] {
  return all.reduce<readonly (readonly T[])[]>(
    (sets, one) => [...sets, ...sets.map((set) => [...set, one])],
    [[]],
  )
}
const covers = (set: readonly { readonly mask: number }[]): boolean =>
  set.reduce((all, { mask }) => all | mask, 0) === 7

test('the smallest covers are those that need each of their members, and are counted', () => {
  fc.assert(
    fc.property(bearers, (masks) => {
      const all = named(masks)
      const wanted = subsets(all).filter(
        (set) => covers(set) && set.every((one) => !covers(set.filter((other) => other !== one))),
      )
      const key = (set: readonly { readonly id: number }[]): string =>
        set
          .map(({ id }) => id)
          .sort()
          .join()
      expect(smallestCovers(all, 3, 1_000).map(key).sort()).toEqual(wanted.map(key).sort())
      const counts = [...countCovers(all, 3).values()].reduce((sum, n) => sum + n, 0)
      expect(counts).toBe(wanted.length)
    }),
  )
})

test('the share of clients that have every part is that of all choices', () => {
  fc.assert(
    fc.property(bearers, fc.integer({ min: 1, max: 8 }), (masks, size) => {
      const choices = subsets(named(masks)).filter((set) => set.length === size)
      const share = choices.length === 0 ? 0 : choices.filter(covers).length / choices.length
      expect(coveredShare(named(masks), 3, masks.length, size)).toBeCloseTo(share, 9)
    }),
  )
})

test('no more sets are told than were asked for, the smallest first', () => {
  const all = named([7, 1, 2, 4, 3])
  expect(smallestCovers(all, 3, 2).map((set) => set.length)).toEqual([1, 2])
  expect(countCovers(all, 3)).toEqual(new Map([[1, 1], [2, 1], [3, 1]])) // prettier-ignore
})
