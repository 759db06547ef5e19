import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawn, rowAfterKey, scrollFor, windowOf } from './window.js'

const size = { rowHeight: 44, header: 34 }

test('all that is seen is drawn, and little else', () => {
  fc.assert(
    fc.property(fc.nat(500_000), fc.integer({ min: 50, max: 2_000 }), fc.nat(11_000), (top, height, rows) => {
      const { from, to } = windowOf(top, height, size.rowHeight, rows)
      const last = Math.min(rows, Math.ceil((top + height) / size.rowHeight))
      const first = Math.floor(top / size.rowHeight)
      if (first < last) expect(from <= first && to >= last).toBe(true)
      expect(to - from).toBeLessThan(height / size.rowHeight + 20)
    }),
  )
})

test('the active row is always drawn, once, and rows stay in order', () => {
  fc.assert(
    fc.property(fc.nat(100), fc.nat(100), fc.nat(200), (from, more, active) => {
      const rows = 150
      const list = drawn({ from: Math.min(from, rows), to: Math.min(from + more, rows) }, active, rows)
      expect(list.includes(active)).toBe(active < rows)
      expect([...new Set(list)].sort((a, b) => a - b)).toEqual(list)
    }),
  )
})

test('keys lead to rows that there are, and a row that was led to is in view', () => {
  const keys = fc.constantFrom('ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End')
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.array(keys, { maxLength: 30 }), (rows, pressed) => {
      let [active, top] = [0, 0]
      for (const key of pressed) {
        active = rowAfterKey(key, active, rows, 10) ?? active
        top = scrollFor(active, top, 600, size.rowHeight, size.header) ?? top
        expect(active >= 0 && active < rows).toBe(true)
        expect(active * size.rowHeight).toBeGreaterThanOrEqual(top)
        expect((active + 1) * size.rowHeight).toBeLessThanOrEqual(top + 600 - size.header)
      }
    }),
  )
  expect(rowAfterKey('a', 0, 5, 1)).toBeUndefined()
  expect(rowAfterKey('ArrowDown', 0, 0, 1)).toBeUndefined()
})
