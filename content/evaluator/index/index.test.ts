import type { Plan, PlanExpr } from '@clawback/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEvaluator } from '../index.js'
import { fold } from '../match/fold.js'
import { loadRules } from '../load.js'
import { load, makeView } from '../match/view.js'
import { makeFinder } from './aho.js'
import { makeCandidates } from './candidates.js'

const letter = fc.constantFrom('a', 'b', 'c', 'é', 'σ', '😀')
const needle = fc.array(letter, { minLength: 1, maxLength: 4 }).map((all) => fold(all.join('')))
const text = fc
  .array(fc.oneof(letter, fc.constantFrom('A', 'B', 'É', 'Σ', 'x')), { maxLength: 20 })
  .map((all) => all.join(''))

describe('the finder', () => {
  it('finds exactly the needles that occur, ignoring case', () => {
    fc.assert(
      fc.property(fc.uniqueArray(needle, { minLength: 1, maxLength: 30 }), text, (needles, value) => {
        const found = new Set<number>()
        makeFinder(new Map(needles.map((one, i) => [one, [i]]))).scan(value, (i) => void found.add(i))
        const expected = needles.flatMap((one, i) => (fold(value).includes(one) ? [i] : []))
        expect([...found].sort((a, b) => a - b)).toEqual(expected)
      }),
      { numRuns: 1000 },
    )
  })

  it('finds needles beyond its complete rows', () => {
    const needles = Array.from({ length: 20_000 }, (_, i) => `needle-${(i * 7919).toString(36)}-${i}`)
    const finder = makeFinder(new Map(needles.map((one, i) => [one, [i]])))
    for (const i of [0, 1, 777, 19_999]) {
      const found = new Set<number>()
      finder.scan(`before ${(needles[i] ?? '').toUpperCase()} after`, (value) => void found.add(value))
      expect(found.has(i)).toBe(true)
    }
  })
})

describe('the candidates', () => {
  const header = {
    title: 't', description: '', status: 'test', level: 'low', type: 'threat', tags: [], falsePositives: [], response: 0,
    mode: 'enforce', alerts: true, requires: [], source: 's', logsource: {}, detections: {},
  } as const // prettier-ignore
  const planOf = (conditions: readonly PlanExpr[]): Plan => ({
    format: 'clawback-plan/1',
    rules: conditions.map((condition, i) => ({ ...header, id: `r${i}`, hash: String(i), condition })),
    correlations: [],
  })
  const plan = planOf(
    Array.from({ length: 200 }, (_, i): PlanExpr => ({
      field: 'f',
      any: [{ op: 'contains', text: `needle${i}x` }],
    })),
  )

  it('are few: the index is really used', () => {
    const view = makeView()
    const { rules } = loadRules([plan], view, { caps: { groups: 1, entries: 1 } })
    const candidates = makeCandidates(rules, view)
    load(view, { f: 'a NEEDLE7x b' })
    expect(candidates(view)).toEqual([7])
    load(view, { g: 'needle7x' })
    expect(candidates(view)).toEqual([])
  })

  it('are what an evaluator asks, and nothing else', () => {
    const evaluator = createEvaluator(plan)
    const started = performance.now()
    for (let i = 0; i < 2000; i++) evaluator.evaluate({ f: `x needle${i}x y` })
    expect(evaluator.stats()).toMatchObject({ alerts: 200, asked: 200 })
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
