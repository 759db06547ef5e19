import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Plan, PlanRule } from '@clawback/model'
import { createEvaluator } from '../evaluator.js'
import { makeKeep, Memo, note, yes } from './known.js'

function rule(id: string, condition: PlanRule['condition']): PlanRule {
  return {
    id,
    title: id,
    hash: id,
    kind: 'event',
    level: 'low',
    type: 'detection',
    tags: [],
    requires: [],
    response: 0,
    mode: 'enforce',
    alerts: true,
    logsource: {},
    detections: {},
    condition,
  } as unknown as PlanRule
}

const a = (text: string): PlanRule['condition'] => ({ field: 'a', any: [{ op: 'contains', text }] })
const rules: readonly PlanRule[] = [
  rule('plain', a('wxyz')),
  rule('other', { and: [a('wxyz'), { field: 'b', any: [{ op: 'eq', text: 'q' }] }] }),
  rule('refused', { and: [a('wxyz'), { not: a('stop') }] }),
  rule('alike', { and: [a('wxyz'), { field: 'a', any: [{ op: 'field', field: 'b', as: 'endswith' }] }] }),
  rule('without', { not: a('wxyz') }),
  rule('nothing', { field: 'a', any: [{ op: 'null' }] }),
  rule('nested', { field: 'a.b', any: [{ op: 'startswith', text: 'wxyz' }] }),
]
const plan = { format: 'clawback-plan/1', rules, correlations: [] } as unknown as Plan
const found = (evaluator: ReturnType<typeof createEvaluator>, event: Record<string, unknown>): string[] =>
  evaluator.evaluate(event).map(({ rule: id }) => id)

describe('values that came before', () => {
  it('change nothing of what is found', () => {
    const text = fc.constantFrom('wxyz', 'WXYZ q', 'wxyz stop', 'q', '', 'stop')
    const value = fc.oneof(text, fc.array(text, { maxLength: 2 }), fc.constant(null), fc.record({ b: text }))
    const event = fc.record({ a: value, b: text }, { requiredKeys: [] })
    fc.assert(
      fc.property(fc.array(event, { minLength: 5, maxLength: 40 }), (events) => {
        const kept = createEvaluator(plan)
        for (const one of events) expect(found(kept, one)).toEqual(found(createEvaluator(plan), one))
        expect(kept.stats()).toMatchObject({ failed: 0, rules: rules.length })
      }),
      { numRuns: 40 },
    )
  })

  it('rules they refuse by themselves are not asked again', () => {
    const evaluator = createEvaluator({ ...plan, rules: rules.filter(({ id }) => id !== 'without') })
    const asked = (): number => {
      const before = evaluator.stats().asked
      evaluator.evaluate({ a: 'wxyz stop', b: 'q' })
      return evaluator.stats().asked - before
    }
    const first = asked()
    asked()
    expect(asked()).toBeLessThan(first)
  })
})

describe('Memo', () => {
  it('gives what it kept of a value, and grows with the questions', () => {
    const memo = new Memo(makeKeep())
    memo.questions = 100
    const known = memo.find('x')
    if (known !== undefined) note(memo, known, 99, true)
    expect(memo.find('x')?.answers[99]).toBe(yes)
    expect(memo.find('y')?.answers[99]).toBeUndefined()
  })

  it('leaves a field alone whose values do not come again, and looks again later', () => {
    const memo = new Memo(makeKeep())
    const kept = Array.from({ length: 10_000 }, (_, i) => memo.find(`${i}`)).filter(Boolean).length
    expect(kept).toBeLessThan(1000)
    memo.questions = 1
    for (let i = 0; i < 5000; i++) {
      const known = memo.find('x')
      if (known !== undefined) note(memo, known, 0, true)
    }
    expect(memo.find('x')?.answers[0]).toBe(yes)
  })

  it('leaves a field alone in whose values nothing is ever found, and not one in which something is', () => {
    const [idle, busy] = [new Memo(makeKeep()), new Memo(makeKeep())]
    busy.questions = 1
    let rested = 0
    for (let i = 0; i < 2000; i++) {
      if (idle.find('x') === undefined) rested++
      const known = busy.find('x')
      expect(known).toMatchObject({ found: [] })
      if (known !== undefined) note(busy, known, 0, true)
    }
    expect(rested).toBeGreaterThan(1500)
  })

  it('keeps nothing of a field that no rule asks about', () => {
    const memo = new Memo(makeKeep())
    expect([memo.find('x'), memo.find('x'), memo.size]).toEqual([undefined, undefined, 0])
  })

  it('keeps a bounded number of values over all fields, those that stopped coming among them', () => {
    const keep = makeKeep()
    const memos = Array.from({ length: 400 }, () => Object.assign(new Memo(keep), { questions: 1 }))
    const kept = (): number => memos.reduce((sum, memo) => sum + memo.size, 0)
    const first = memos[0]?.find('first')
    let most = 0
    for (const memo of memos) {
      for (let i = 0; i < 100; i++) memo.find(`${i}`)
      most = Math.max(most, kept())
    }
    expect(most).toBeLessThanOrEqual(2 * 4096)
    expect(memos[0]?.size).toBe(0)
    expect(memos[0]?.find('first')).not.toBe(first)
    expect(memos[0]?.find('x'.repeat(513))).toBeUndefined()
  })
})
