import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safeDisplay } from './display.js'

test('what a terminal would obey is written out', () => {
  expect(safeDisplay('\u001b[31mred\u001b[0m')).toBe('\\x1b[31mred\\x1b[0m')
  expect(safeDisplay('a\u202eb')).toBe('a\\u202eb')
  expect(safeDisplay('a\u200bb\ufeff')).toBe('a\\u200bb\\ufeff')
  expect(safeDisplay('\u{e0041}')).toBe('\\u{e0041}')
  expect(safeDisplay('one\ntwo\r\tthree')).toBe('one\\ntwo\\r\\tthree')
  expect(safeDisplay('one\ntwo\tthree\r', { multiline: true })).toBe('one\ntwo\tthree\\r')
  expect(safeDisplay('\ud800')).toBe('\\ud800')
})

test('ordinary text in any script stays as it is', () => {
  for (const text of ['naïve café', '日本語', 'שלום', 'مرحبا', '👩‍💻'.replaceAll('\u200d', ''), '❤️'])
    expect(safeDisplay(text)).toBe(text)
})

test('a limit is kept and said', () => {
  expect(safeDisplay('abcdef', { limit: 4 })).toBe('abc…')
})

test('nothing unsafe is left of anything, and a second pass changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = safeDisplay(text)
      // eslint-disable-next-line no-control-regex -- the point
      expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/)
      expect(safeDisplay(shown)).toBe(shown)
    }),
  )
})
