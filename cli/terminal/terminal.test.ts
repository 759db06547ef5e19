import { expect, test } from 'vitest'
import { paint } from './paint.js'
import { table } from './table.js'

test('colours appear on a terminal only', () => {
  expect(paint('x', 'red', { isTTY: true })).toBe('\u001b[31mx\u001b[39m')
  expect(paint('x', 'red', {})).toBe('x')
})

test('control characters of a sample never reach the terminal', () => {
  const hostile = 'a\u001b]0;owned\u0007\u202eb\nc'
  for (const text of [paint(hostile, 'red', { isTTY: true }), table(['h'], [[hostile]])]) {
    // eslint-disable-next-line no-control-regex -- naming these characters is the point
    expect(text.replaceAll('\u001b[31m', '').replaceAll('\u001b[39m', '')).not.toMatch(/[\u001b\u0007\u202e]/)
  }
  expect(table(['h'], [[hostile]]).split('\n')).toHaveLength(2)
})

test('columns line up and long cells are cut', () => {
  const lines = table(
    ['name', 'n'],
    [
      ['a', '1'],
      ['b'.repeat(100), '2'],
    ],
    10,
  ).split('\n')
  expect(lines[1]).toBe('a           1')
  expect(lines[2]).toBe('bbbbbbbbb…  2')
})
