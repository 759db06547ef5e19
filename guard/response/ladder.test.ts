import type { Alert, ResponsePolicy } from '@clawback/model'
import { expect, test } from 'vitest'
import { climb } from './ladder.js'
import { questionOf } from './testing/question.js'

function alert(rule: string, changes: Partial<Alert> = {}): Alert {
  const [made] = questionOf().alerts
  return { ...made!, rule, ...changes }
}

const policy: ResponsePolicy = {
  id: 'pack',
  entries: [
    { rules: ['pull'], minFindings: 3, level: 4 },
    { rules: ['pull'], level: 3 },
    { levels: ['critical'], level: 2, approval: true },
    { tags: ['noise'], level: 0 },
  ],
}

test('without a policy a rule speaks for itself; the highest counts', () => {
  const rung = climb(
    [alert('a', { response: 1 }), alert('b', { response: 2 }), alert('c', { response: 0 })],
    [],
  )
  expect(rung).toMatchObject({ level: 2, approval: false })
  expect(rung.alerts.map(({ rule }) => rule)).toEqual(['b'])
  expect(climb([], []).level).toBe(0)
})

test('the first entry that fits decides, also for less', () => {
  expect(climb([alert('pull')], [policy]).level).toBe(3)
  expect(climb([alert('other', { tags: ['noise'], response: 5 })], [policy]).level).toBe(0)
  expect(climb([alert('other', { level: 'critical' })], [policy])).toMatchObject({ level: 2, approval: true })
})

test('several findings on one incident climb higher; one rule twice is one finding', () => {
  expect(climb([alert('pull'), alert('pull'), alert('pull')], [policy]).level).toBe(3)
  expect(
    climb([alert('pull'), alert('a', { response: 0 }), alert('b', { response: 0 })], [policy]).level,
  ).toBe(4)
})

test('the policies speak in order', () => {
  const operator: ResponsePolicy = { id: 'operator', entries: [{ rules: ['pull'], level: 1 }] }
  expect(climb([alert('pull')], [operator, policy]).level).toBe(1)
})

test('canary asks for a person only where nothing else asks for as much', () => {
  expect(climb([alert('pull', { mode: 'canary' })], [policy])).toMatchObject({ level: 3, approval: true })
  expect(climb([alert('pull', { mode: 'canary' }), alert('pull')], [policy])).toMatchObject({
    approval: false,
  })
})

test('shadow and retracted ask for nothing and are no finding', () => {
  const quiet = [alert('a', { mode: 'shadow' }), alert('b', { state: 'retracted' })]
  expect(climb([alert('pull'), ...quiet], [policy]).level).toBe(3)
  expect(climb(quiet, []).level).toBe(0)
})
