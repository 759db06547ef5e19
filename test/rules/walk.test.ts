import { assess, createEvaluator, matchGroup } from '@clawback/evaluator'
import { buildRecord } from '@clawback/model'
import type { EventRecord, RecordDraft, VerdictPolicy } from '@clawback/model'
import { compileRules } from 'sigma-to-ts'
import { describe, expect, it } from 'vitest'

const rules = `
title: Reads cloud credentials
name: reads_credentials
id: 11111111-1111-4111-8111-111111111111
level: medium
tags: [clawback.credentials]
logsource: {product: agent, category: file}
detection:
    sel:
        file.path|endswith: '/.aws/credentials'
    condition: sel
clawback:
    type: capability
    capability: {action: file.read, target: '%file.path%'}
---
title: Talks to the network
name: talks
id: 22222222-2222-4222-8222-222222222222
level: informational
logsource: {product: agent, category: net}
detection:
    sel:
        server.address|exists: true
    condition: sel
clawback:
    type: capability
    capability: {action: net.connect, target: '%server.address%'}
---
title: Credentials leave
id: 33333333-3333-4333-8333-333333333333
level: critical
correlation:
    type: temporal_ordered
    rules: [reads_credentials, talks]
    group-by: [subject.run]
    timespan: 5m
clawback: {response: 3}
---
title: A critical match
id: 44444444-4444-4444-8444-444444444444
level: high
logsource: {product: agent, category: match}
detection:
    sel:
        rule.level: critical
    condition: sel
`

const draft = (fields: Partial<RecordDraft> & { kind: RecordDraft['kind'] }, seq: number): EventRecord =>
  buildRecord({
    stage: 'run',
    time: `2026-01-01T00:00:${String(seq).padStart(2, '0')}.000Z`,
    seq,
    'subject.run': 'r1',
    'source.engine': 'cell',
    'source.version': '1',
    'source.channel': 'kernel',
    'source.trust': 3,
    ...fields,
  })

const records = [
  draft({ kind: 'file.read', 'file.path': '/home/u/.AWS/credentials' }, 1),
  draft({ kind: 'net.connect', 'server.address': 'evil.example' }, 2),
]

describe('from rules to a verdict', () => {
  const { plan, errors } = compileRules([{ path: 'rules.yml', text: rules }])

  it('compiles without errors', () => {
    expect(errors).toEqual([])
    expect(plan.rules.map((rule) => rule.alerts)).toEqual([true, true, true])
  })

  it('matches a closed group: rules, correlations, rules on matches', () => {
    const matches = matchGroup([plan], records)
    expect(matches.map((match) => match['rule.title'])).toEqual([
      'Reads cloud credentials',
      'Talks to the network',
      'Credentials leave',
      'A critical match',
    ])
    expect(matches[0]).toMatchObject({
      'capability.action': 'file.read',
      'capability.target': '/home/u/.AWS/credentials',
      'capability.basis': 'observed',
      'match.refs': [records[0]?.id],
    })
    expect(matches[2]?.['match.refs']).toEqual(records.map((record) => record.id))
  })

  it('fires live as soon as it is certain, and settles when the window closes', () => {
    const evaluator = createEvaluator(plan, { lateness: 1000 })
    const alerts = records.flatMap((record) => evaluator.evaluate(record))
    expect(alerts.map((alert) => [alert.title, alert.state, alert.response])).toContainEqual([
      'Credentials leave',
      'certain',
      3,
    ])
    expect(evaluator.advance('cell', '2026-01-01T00:04:00Z')).toEqual([])
    const final = evaluator.advance('cell', '2026-01-01T00:05:02Z')
    expect(final.map((alert) => [alert.title, alert.state])).toEqual([['Credentials leave', 'final']])
    expect(final[0]?.refs).toEqual(records.map((record) => record.id))
  })

  it('weighs the matches', () => {
    const policy: VerdictPolicy = {
      id: 'p',
      conditions: [{ id: 'c', text: 'Credentials leave.', weight: 90, levels: ['critical'] }],
      thresholds: { suspicious: 30, malicious: 70 },
      gaps: { static: ['unparsed'], 'static+observed': ['*'] },
    }
    const coverage = { files: { total: 1, read: 1 }, engines: {}, gaps: [] }
    const base = { policy, artifact: 'a', gaps: [], basis: 'static' as const, coverage }
    expect(assess({ ...base, matches: matchGroup([plan], records) })).toMatchObject({
      label: 'malicious',
      score: 90,
    })
    expect(assess({ ...base, matches: [] }).label).toBe('benign')
    const gaps = [{ reason: 'unparsed', detail: 'x', material: true }]
    expect(assess({ ...base, matches: [], gaps }).label).toBe('undetermined')
  })
})
