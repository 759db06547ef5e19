import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Entry } from './entry.js'
import { QuietGroups } from './quiet.js'
import { Slots } from './slots.js'

const ids = ['', 'e', 'é'.repeat(47), 'long '.repeat(9), '\ud800', '漢字', 'x'.repeat(48)]
const entry = (time: number, id = `${ids[time % ids.length]}${time}`): Entry => ({
  time,
  id,
  rule: time % 3,
  value: time % 2 === 0 ? `v${time}` : '',
  refs: undefined,
  provisional: undefined,
})

function roomFor(count: number): Slots {
  const slots = new Slots()
  while (slots.room <= count) slots.grow()
  return slots
}

describe('quiet groups', () => {
  it('give back what they took, each its own, whatever came and went', () => {
    const step = fc.record({
      slot: fc.integer({ min: 1, max: 200 }),
      gap: fc.integer({ min: 0, max: 5 }),
      release: fc.boolean(),
    })
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 600, size: 'max' }),
        fc.integer({ min: 1, max: 6 }),
        (steps, most) => {
          const groups = new QuietGroups(roomFor(200), most, () => false)
          const model = new Map<number, Entry[]>()
          for (const { slot, gap, release } of steps) {
            const held = model.get(slot) ?? []
            model.set(slot, held)
            const next = entry((held.at(-1)?.time ?? 0) + gap)
            const fits = held.length < most && (held.length === 0 || gap > 0)
            expect(groups.take(slot, next)).toBe(fits)
            if (fits) held.push(next)
            expect(groups.latest(slot)).toBe(held.at(-1)?.time ?? -Infinity)
            if (!release) continue
            groups.release(slot)
            model.delete(slot)
          }
          for (const [slot, held] of model) expect(groups.entries(slot)).toEqual(held)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('make room of what is of no more use, and only of that', () => {
    let horizon = 0
    const groups = new QuietGroups(roomFor(200), 3, (time) => time < horizon)
    for (const time of [1, 2, 3]) expect(groups.take(1, entry(time))).toBe(true)
    expect(groups.take(1, entry(4))).toBe(false)
    horizon = 3
    expect(groups.take(1, entry(4))).toBe(true)
    expect(groups.entries(1).map(({ time }) => time)).toEqual([3, 4])
    horizon = 9
    expect(groups.take(1, entry(5)) && groups.take(1, entry(6))).toBe(true)
    expect(groups.entries(1).map(({ id }) => id)).toEqual([entry(6).id])
  })

  it('are known from groups that are objects', () => {
    const groups = new QuietGroups(roomFor(1), 3, () => false)
    expect(groups.take(1, entry(1))).toBe(true)
    groups.leave(1)
    expect([groups.has(1), groups.take(1, entry(2)), groups.entries(1)]).toEqual([false, false, []])
    groups.release(1)
    expect([groups.has(1), groups.take(1, entry(2))]).toEqual([true, true])
  })

  it('leave to others what rests on records of its own', () => {
    expect(new QuietGroups(roomFor(200), 3, () => false).take(1, { ...entry(1), refs: ['a'] })).toBe(false)
  })
})
