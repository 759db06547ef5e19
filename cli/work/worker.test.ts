import { expect, test } from 'vitest'
import { workerLine } from './worker.js'

test('a worker says what it did and what it is at', () => {
  const now = { done: 12, failed: 1, lost: 0, running: ['examine skills/x', 'judge sha256:ab'] }
  expect(workerLine(now)).toBe('done 12 failed 1 · skills/x, sha256:ab')
  expect(workerLine({ done: 0, failed: 0, lost: 2, running: [] })).toBe('done 0 handed back 2')
})
