import { expect, test } from 'vitest'

import { isWorthNoting } from './strings.js'

test.each(['https://a.example', '~/.zshrc', 'DE21500500009876543210', 'a3f5'.repeat(8), 'settings.json'])(
  'keeps %s',
  (text) => {
    expect(isWorthNoting(text, false)).toBe(true)
  },
)

test.each(['a', 'hello', 'DE2150', 'CamelCaseName', 'ABCDEFGHIJKLMNOPQR'])('lets %s go', (text) => {
  expect(isWorthNoting(text, false)).toBe(false)
})

test('keeps a word the code took pains to build', () => {
  expect(isWorthNoting('hello1', true)).toBe(true)
})
