import { expect, test } from 'vitest'
import { startDeadline } from './deadline.js'

test.each([
  ['neither passed', 900, 900, false],
  ['a machine that stood still', 60_000, 30, false],
  ['several threads that worked in a short time', 900, 2000, false],
  ['time and work', 1001, 1001, true],
])('%s', (_, time, work, over) => {
  let now = 5000
  let worked = 700
  const passed = startDeadline(
    1000,
    () => now,
    () => worked,
  )
  now += time
  worked += work
  expect(passed()).toBe(over)
})
