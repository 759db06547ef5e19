import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { defaultLimits } from '../plan/limits.js'
import { watchLimits } from './limits.js'
import type { Breach, LimitWatch } from './limits.js'

let watch: LimitWatch
let time: number
let breaches: Breach[]

beforeEach(() => {
  vi.useFakeTimers()
  time = 0
  breaches = []
  const limits = { ...defaultLimits, wallMs: 1000 }
  watch = watchLimits(
    limits,
    () => 0,
    (breach) => breaches.push(breach),
    () => time,
  )
})
afterEach(() => {
  watch.stop()
  vi.useRealTimers()
})

function pass(ms: number): void {
  for (let gone = 0; gone < ms; gone += 50) {
    time += 50
    vi.advanceTimersByTime(50)
  }
}

/** Time goes on and nobody looks: the machine stood still. */
function standStill(ms: number): void {
  time += ms
  vi.advanceTimersByTime(50)
}

test('a run has its time, and no more', () => {
  pass(950)
  expect(breaches).toEqual([])
  pass(50)
  expect(breaches).toEqual([{ status: 'timeout', limit: 'wall', value: 1000 }])
})

test('a machine that stood still takes no time from the run', () => {
  pass(500)
  standStill(1500)
  expect(breaches).toEqual([])
  pass(250)
  expect(breaches).toHaveLength(1)
})

test('one that stands still again and again does not keep a run alive', () => {
  for (let each = 0; each < 3; each += 1) standStill(1000)
  expect(breaches).toHaveLength(1)
})
