import type { Match, VerdictCondition, VerdictPolicy } from '@clawback/model'
import { expect, it } from 'vitest'
import { assess } from './assess.js'

const conditions: readonly VerdictCondition[] = [
  { id: 'persistence', text: 'It stays.', weight: 40, tags: ['behavior.persistence'] },
  { id: 'tampering', text: 'The agent is changed.', weight: 60, tags: ['behavior.agent-tampering'] },
  { id: 'open', text: 'It says so.', weight: -10, tags: ['behavior.persistence'] },
]
const policy: VerdictPolicy = {
  id: 'p',
  conditions,
  thresholds: { suspicious: 25, malicious: 80 },
  gaps: { static: [], 'static+observed': [], observed: [] },
} as unknown as VerdictPolicy

function match(id: string, ...tags: string[]): Match {
  return {
    id,
    'rule.id': id,
    'rule.tags': tags,
    'rule.level': 'high',
    'rule.type': 'threat',
  } as unknown as Match
}

function judge(...matches: Match[]): { score: number; because: string[] } {
  const coverage = { files: { total: 0, read: 0 }, engines: {}, gaps: [] }
  const verdict = assess({ policy, artifact: 'a', matches, gaps: [], basis: 'static', coverage } as never)
  return { score: verdict.score, because: verdict.because.map(({ condition }) => condition) }
}

it('counts a match once, under the heaviest condition it speaks for', () => {
  const both = ['behavior.persistence', 'behavior.agent-tampering']
  expect(judge(match('m1', ...both))).toEqual({ score: 50, because: ['tampering', 'open'] })
  expect(judge(match('m1', ...both), match('m2', ...both))).toEqual({
    score: 50,
    because: ['tampering', 'open'],
  })
})

it('adds what another match says', () => {
  const found = judge(match('m1', 'behavior.agent-tampering'), match('m2', 'behavior.persistence'))
  expect(found).toEqual({ score: 90, because: ['persistence', 'tampering', 'open'] })
})

it('counts two deeds of which one speaks for both conditions', () => {
  const even = [...conditions.slice(0, 1), { ...conditions[1]!, weight: 40 }]
  const both = match('m1', 'behavior.persistence', 'behavior.agent-tampering')
  const coverage = { files: { total: 0, read: 0 }, engines: {}, gaps: [] }
  const matches = [both, match('m2', 'behavior.persistence')]
  const input = {
    policy: { ...policy, conditions: even },
    artifact: 'a',
    matches,
    gaps: [],
    basis: 'static',
    coverage,
  }
  expect(assess(input as never).score).toBe(80)
})
