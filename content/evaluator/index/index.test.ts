import type { Plan, PlanExpr } from '@clawback/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEvaluator } from '../evaluator.js'
import { loadRules } from '../load.js'
import { fold } from '../match/fold.js'
import { load, makeView } from '../match/view.js'
import { makeCandidates } from './candidates.js'
import { makeFinder } from './grams.js'
import { Hits } from './hits.js'
import type { Needle } from './needle.js'

const letter = fc.constantFrom('a', 'b', 'c', 'é', 'σ', '😀')
const needle = fc.record({
  text: fc.array(letter, { minLength: 1, maxLength: 7 }).map((all) => fold(all.join(''))),
  at: fc.constantFrom('anywhere', 'anywhere', 'start', 'end'),
} as const)
const text = fc
  .array(fc.oneof(letter, fc.constantFrom('A', 'B', 'É', 'Σ', 'x')), { maxLength: 30 })
  .map((all) => all.join(''))

function occurs({ text: wanted, at }: Pick<Needle, 'text' | 'at'>, value: string): boolean {
  if (at === 'start') return value.startsWith(wanted)
  return at === 'end' ? value.endsWith(wanted) : value.includes(wanted)
}

function found(needles: readonly Needle[], value: string): number[] {
  const hits = new Hits(needles.length)
  hits.clear()
  makeFinder(needles).scan(value, hits)
  return [...hits.sort().found.subarray(0, hits.count)]
}

describe('the finder', () => {
  it('finds exactly the needles that occur where they should, ignoring case', () => {
    fc.assert(
      fc.property(fc.array(needle, { minLength: 1, maxLength: 30 }), text, (needles, value) => {
        const all = needles.map((one, i): Needle => ({ ...one, numbers: [i] }))
        const expected = needles.flatMap((one, i) => (occurs(one, fold(value)) ? [i] : []))
        const got = found(all, value)
        expect(expected.filter((i) => !got.includes(i))).toEqual([])
        // Needles that share every gram with many others may be reported for nothing.
        if (needles.length <= 16) expect(got).toEqual(expected)
      }),
      { numRuns: 2000 },
    )
  })

  it('tells thousands of needles apart', () => {
    const needles = Array.from({ length: 20_000 }, (_, i): Needle => ({
      text: `needle-${(i * 7919).toString(36)}-${i}`,
      at: 'anywhere',
      numbers: [i],
    }))
    for (const i of [0, 1, 777, 19_999])
      expect(found(needles, `before ${(needles[i]?.text ?? '').toUpperCase()} after`)).toContain(i)
    expect(found(needles, 'a needle of none of them')).toEqual([])
  })

  it('reports needles it cannot tell apart for every text', () => {
    const same = Array.from({ length: 40 }, (_, i): Needle => ({
      text: 'a'.repeat(4 + i),
      at: 'anywhere',
      numbers: [i],
    }))
    expect(found(same, 'b').length).toBe(24)
    expect(found(same, 'a'.repeat(60)).length).toBe(40)
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
    const places = (): number[] => {
      const { found: all, count } = candidates(view)
      return [...all.subarray(0, count)]
    }
    expect(places()).toEqual([7])
    load(view, { g: 'needle7x' })
    expect(places()).toEqual([])
  })

  it('are told by what few rules ask, not by the kind that all ask', () => {
    const evaluator = createEvaluator(
      planOf(
        Array.from({ length: 200 }, (_, i): PlanExpr => ({
          and: [
            { field: 'kind', any: [{ op: 'eq', text: 'code.call' }] },
            { field: 'f', any: [{ op: 're', pattern: `needle${i}x|pin${i}y`, flags: '' }] },
          ],
        })),
      ),
    )
    for (let i = 0; i < 200; i++) evaluator.evaluate({ kind: 'code.call', f: `x needle${i}x y` })
    expect(evaluator.stats()).toMatchObject({ alerts: 200, asked: 200 })
  })

  it('are what an evaluator asks, and nothing else', () => {
    const evaluator = createEvaluator(plan)
    const started = performance.now()
    for (let i = 0; i < 2000; i++) evaluator.evaluate({ f: `x needle${i}x y` })
    expect(evaluator.stats()).toMatchObject({ alerts: 200, asked: 200 })
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
