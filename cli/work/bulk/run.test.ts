import { expect, test } from 'vitest'
import { progressLine } from './run.js'

const now = {
  ...{ total: 9641, done: 1198, failed: 2, crashed: 0, elapsedMs: 100_000, rate: 12.34, slowest: [] },
  running: [{ id: 'examine skills/x', ms: 12_400 }],
}

test('one line says how far, how fast, how long still, and what takes longest', () => {
  expect(progressLine({ ...now, leftMs: 684_000 })).toBe(
    '1,200 of 9,641 · 12.3/s · 11 min left · done 1198 failed 2 · longest: skills/x 12 s',
  )
  expect(progressLine({ ...now, done: 0, failed: 0, crashed: 1, rate: 0, running: [] })).toBe(
    '1 of 9,641 · 0.0/s · done 0 crashed 1',
  )
})
