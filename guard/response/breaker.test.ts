import { expect, test } from 'vitest'
import { createBreaker } from './breaker.js'

test('a few failures change nothing; then one asker at a time is let through until one is answered', () => {
  const breaker = createBreaker()
  for (let no = 0; no < 4; no++) breaker.failed('idp', 0)
  expect(breaker.wait('idp', 0)).toBe(0)
  breaker.failed('idp', 100)
  expect(breaker.wait('idp', 100)).toBe(5_000)
  expect(breaker.wait('other', 100)).toBe(0)
  expect(breaker.wait('idp', 5_100)).toBe(0)
  expect(breaker.wait('idp', 5_101)).toBe(4_999)
  breaker.answered('idp')
  expect(breaker.wait('idp', 5_102)).toBe(0)
})
