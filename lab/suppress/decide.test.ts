import type { EventRecord, Match, Suppression } from '@clawback/model'
import { describe, expect, it } from 'vitest'
import { describeFindings } from '../walk/findings.js'
import { decide } from './decide.js'

const fact = (id: string, path: string, line = 3): EventRecord =>
  ({
    id,
    kind: 'code.call',
    stage: 'read',
    seq: 1,
    'file.path': path,
    'code.line.number': line,
  }) as EventRecord
const event = (id: string): EventRecord =>
  ({
    id,
    kind: 'file.read',
    stage: 'run',
    seq: 4,
    'subject.run': 'run-1',
    'file.path': 'a.py',
  }) as EventRecord
const match = (id: string, refs: readonly string[], type: Match['rule.type'] = 'threat'): Match =>
  ({
    id, kind: 'match', stage: 'read', 'rule.id': 'r', 'rule.title': 'R', 'rule.pack': 'p', 'rule.version': '1',
    'rule.level': 'high', 'rule.type': type, 'match.refs': refs,
  }) as unknown as Match // prettier-ignore
const entry = (more: Partial<Suppression>): Suppression => ({
  rule: 'r',
  reason: 'why',
  expires: '2027-01-31',
  source: 's.yml:2',
  ...more,
})

const records = [fact('f1', 'a.py'), fact('f2', 'lib/b.py'), event('e1')]
const matches = [match('m1', ['f1']), match('m2', ['f2']), match('m3', ['f1', 'f2']), match('m4', ['e1'])]
const ask = (suppressions: readonly Suppression[], today = '2027-01-31', all = matches): string[][] => {
  const { covered, expired } = decide({
    suppressions,
    artifact: 'sha256:x',
    matches: all,
    records: [...records, ...all],
    today,
  })
  return [[...covered.keys()], [...expired.keys()]]
}

describe('decide', () => {
  it.each([
    ['a path', entry({ path: 'a.py' }), ['m1']],
    ['every path read', entry({ path: '**' }), ['m1', 'm2', 'm3']],
    ['the artifact', entry({ artifact: 'sha256:x' }), ['m1', 'm2', 'm3', 'm4']],
    ['another artifact', entry({ artifact: 'sha256:y', path: '**' }), []],
    ['both', entry({ artifact: 'sha256:x', path: 'lib/*' }), ['m2']],
    ['a rule with its pack', entry({ rule: 'p/r', path: 'a.py' }), ['m1']],
    ['a rule of another pack', entry({ rule: 'q/r', path: 'a.py' }), []],
  ])('%s covers what lies in it altogether', (_, one, covered) => {
    expect(ask([one])).toEqual([covered, []])
  })

  it('an entry holds through its last day and covers nothing after it', () => {
    expect(ask([entry({ path: 'a.py' })], '2027-02-01')).toEqual([[], ['m1']])
    expect(ask([entry({ path: 'a.py' }), entry({ path: '*', expires: '2028-01-01' })], '2027-02-01')).toEqual(
      [['m1'], []],
    )
  })

  it('what is only a capability is not decided about', () => {
    expect(ask([entry({ path: '**' })], '2027-01-01', [match('m', ['f1'], 'capability')])).toEqual([[], []])
  })
})

it('findings keep what is suppressed apart, with the reason, and say how many places are left out', () => {
  const many = Array.from({ length: 12 }, (_, i) => fact(`x${i}`, 'c.py', i + 1))
  const all = [...matches, ...many.map(({ id }) => match(`m-${id}`, [id]))]
  const decided = decide({
    suppressions: [entry({ path: 'a.py' })],
    artifact: 'sha256:x',
    matches: all,
    records: [...records, ...many],
    today: '2027-01-01',
  })
  const profile = { capabilities: [] }
  const found = { matches: all, records: [...records, ...many], packs: [], profile, decided }
  const findings = describeFindings(found)
  expect(
    findings.map(({ suppressed, evidence, more }) => [suppressed?.reason, evidence.length, more]),
  ).toEqual([
    ['why', 1, undefined],
    [undefined, 8, 7],
  ])
  expect(findings[0]?.evidence[0]).toMatchObject({ where: 'a.py:3', region: { path: 'a.py', line: 3 } })
  expect(findings[1]?.evidence.find(({ kind }) => kind === 'file.read')).not.toHaveProperty('region')
})
