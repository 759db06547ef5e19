import { expect, test } from 'vitest'
import { startDeadline } from './deadline.js'

interface Started {
  readonly passed: () => boolean
  readonly pass: (time: number, work: number) => void
}

function start(): Started {
  let now = 5000
  let worked = 700
  const passed = startDeadline(
    1000,
    () => now,
    () => worked,
  )
  return {
    passed,
    pass(time, work) {
      now += time
      worked += work
    },
  }
}

test('it holds out while there is time', () => {
  const { passed, pass } = start()
  pass(1000, 4000)
  expect(passed()).toBe(false)
})

test('a machine that stood still takes nothing away', () => {
  const { passed, pass } = start()
  pass(60_000, 30)
  expect(passed()).toBe(false)
  pass(60_000, 900)
  expect(passed()).toBe(false)
})

test('after its time and as much work again it is over', () => {
  const { passed, pass } = start()
  pass(1001, 1001)
  expect(passed()).toBe(false)
  pass(1001, 1001)
  expect(passed()).toBe(true)
})
