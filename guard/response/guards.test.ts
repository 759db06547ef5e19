import fc from 'fast-check'
import type { ResponseLevel, Trust } from '@clawback/model'
import { expect, test } from 'vitest'
import { judge } from './guards.js'
import { readResponseSettings } from './settings.js'
import { targetsOf } from './subject.js'
import { questionOf } from './testing/question.js'

const level = fc.integer({ min: 0, max: 6 }) as fc.Arbitrary<ResponseLevel>
const scene = fc.record({
  level,
  allowed: level,
  trust: fc.integer({ min: 0, max: 3 }) as fc.Arbitrary<Trust>,
  score: fc.double({ min: 0, max: 1, noNaN: true }),
  kind: fc.constantFrom('data.access', 'prompt.submit', 'llm.response', 'cloud.api', 'agent.message'),
  shielded: fc.constantFrom('', 'human:alice', 'grant:grant-1', 'claude-code', 'session-1', 'human:bob'),
  approval: fc.boolean(),
  blown: fc.boolean(),
  flapping: fc.boolean(),
})

test('nobody loses access without everything that is asked for, and the more is missing the less is done', () => {
  fc.assert(
    fc.property(scene, ({ shielded, ...drawn }) => {
      const { attributions, records } = questionOf(drawn)
      const settings = readResponseSettings({ protected: shielded === '' ? [] : [shielded] }, 'test')
      const ruling = judge(
        drawn.level,
        targetsOf([...records.keys()], attributions, records),
        settings,
        drawn,
      )
      const own = ['human:alice', 'grant:grant-1', 'claude-code', 'session-1'].includes(shielded)
      const believed = drawn.trust >= 1
      const permitted = drawn.level > 0 && drawn.level <= drawn.allowed && !own && believed
      expect(ruling.verdict === 'alert').toBe(!permitted)
      if (ruling.verdict !== 'act') expect(ruling.why.length).toBeGreaterThan(0)
      const effect = drawn.kind === 'data.access' || drawn.kind === 'cloud.api'
      const sure = drawn.level < 3 || (drawn.score >= 0.85 && effect)
      const free = !drawn.approval && !drawn.blown && !drawn.flapping && drawn.level < 5
      expect(ruling.verdict === 'act').toBe(permitted && sure && free)
      expect(ruling.hold).toBe(permitted && !drawn.blown)
    }),
    { numRuns: 2_000 },
  )
})

test('content alone costs nobody anything, however sure it is of itself', () => {
  const settings = readResponseSettings({}, 'test')
  const empty = judge(6, [], settings, { allowed: 6, approval: false, blown: false, flapping: false })
  expect(empty).toMatchObject({ verdict: 'alert', hold: false, why: ['nobody could be named'] })
})
