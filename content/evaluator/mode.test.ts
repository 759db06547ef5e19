import type { Plan } from '@clawback/model'
import { expect, test } from 'vitest'
import { createEvaluator } from './index.js'
import type { EvaluatorOptions } from './index.js'

const plan: Plan = {
  format: 'clawback-plan/1',
  rules: [
    {
      id: 'r',
      title: 'r',
      description: '',
      status: 'test',
      level: 'high',
      type: 'threat',
      tags: [],
      falsePositives: [],
      response: 0,
      mode: 'enforce',
      alerts: true,
      source: 'r.yml:1',
      hash: 'r',
      requires: [],
      logsource: {},
      detections: { s: { field: 'a', any: [{ op: 'eq', text: 'x' }] } },
      condition: { use: 's' },
    },
  ],
  correlations: [],
}

/** Modes of the alerts for a thousand persons, each once. */
function modes(decided: EvaluatorOptions['modes']): string[] {
  const evaluator = createEvaluator(plan, decided === undefined ? {} : { modes: decided })
  return Array.from({ length: 1000 }, (_, i) => {
    const event = { id: `e${i}`, time: '2026-01-01T00:00:00Z', a: 'x', 'human.id': `h${i}` }
    return evaluator.evaluate(event).map(({ mode }) => mode)
  }).flat()
}

test('a rule is in the mode it came with until somebody decides', () => {
  expect(new Set(modes(undefined))).toEqual(new Set(['enforce']))
  expect(new Set(modes({ r: { mode: 'shadow' } }))).toEqual(new Set(['shadow']))
})

test('a canary takes its share of the persons, the same ones each time, and shows the others in shadow', () => {
  const first = modes({ r: { mode: 'canary', share: 0.3 } })
  expect(modes({ r: { mode: 'canary', share: 0.3 } })).toEqual(first)
  const taken = first.filter((mode) => mode === 'canary').length
  // Four standard deviations of a thousand draws at 0.3.
  expect(Math.abs(taken - 300)).toBeLessThan(58)
  expect(first.filter((mode) => mode === 'shadow')).toHaveLength(1000 - taken)
})

test('a larger share keeps those of the smaller one', () => {
  const few = modes({ r: { mode: 'canary', share: 0.1 } })
  const many = modes({ r: { mode: 'canary', share: 0.5 } })
  expect(few.every((mode, i) => mode === 'shadow' || many[i] === 'canary')).toBe(true)
})
