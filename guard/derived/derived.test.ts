import { describe, expect, test } from 'vitest'
import type { Attribution, LiveRecord } from '@clawback/model'
import type { GuardConfig, Person } from '../config/config.js'
import { createDerivation } from './derive.js'
import { createClockwork } from './hours.js'

const berlin: Person = {
  id: 'human:alice',
  emails: [],
  subjects: [],
  logins: [],
  zone: 'Europe/Berlin',
  hours: { from: 8 * 60, to: 19 * 60, days: [1, 2, 3, 4, 5] },
}

describe('local time', () => {
  const at = (time: string, person = berlin, onCall: GuardConfig['onCall'] = []) =>
    createClockwork(onCall)(person, Date.parse(time))
  test.each([
    ['2026-11-24T01:00:00Z', 2, true],
    ['2026-11-24T07:00:00Z', 8, false],
    ['2026-11-24T18:00:00Z', 19, true],
    ['2026-11-21T10:00:00Z', 11, true], // a Saturday
    ['2026-07-21T06:30:00Z', 8, false], // summer time
  ])('%s', (time, hour, off) => {
    expect(at(time)).toMatchObject({ 'human.local_hour': hour, 'human.off_hours': off })
  })
  test('a night shift wraps; unknown hours are not off hours', () => {
    const night = { ...berlin, hours: { from: 22 * 60, to: 6 * 60, days: [] } }
    expect(at('2026-11-24T01:00:00Z', night)['human.off_hours']).toBe(false)
    const { hours: _, ...unknown } = berlin
    expect(at('2026-11-24T01:00:00Z', unknown)).not.toHaveProperty('human.off_hours')
  })
  test('a declared window makes nobody off hours', () => {
    const window = {
      human: berlin.id,
      from: Date.parse('2026-11-24T00:00:00Z'),
      to: Date.parse('2026-11-24T04:00:00Z'),
    }
    expect(at('2026-11-24T01:00:00Z', berlin, [window])).toEqual({
      'human.local_hour': 2,
      'human.off_hours': false,
      'human.on_call': true,
    })
  })
})

describe('fields that look back', () => {
  const seen = new Map<string, string>()
  const derive = createDerivation({
    config: {
      onCall: [],
      resources: [{ match: /^database:shop$/, env: 'prod', sensitivity: ['personal-data'] }],
      registry: { mcpServers: new Set(['files']) },
      untrustedTools: ['WebFetch'],
    },
    person: () => berlin,
    usersOf: () => new Set(['s']),
    firstSeen: (who, what, time) => {
      const first = seen.get(`${who} ${what}`) ?? time
      seen.set(`${who} ${what}`, first)
      return first === time
    },
    expect: ({ 'human.id': human }) => ({ 'baseline.id': `of ${String(human)}` }),
  })
  let minute = 0
  const on = (fields: object, lineage = ['s'], more: Partial<Attribution> = {}) =>
    derive(
      {
        kind: 'data.access',
        time: new Date(Date.UTC(2026, 10, 24, 1, minute++)).toISOString(),
        'target.kind': 'database',
        'target.name': 'shop',
        'effect.verb': 'read',
        ...fields,
      } as unknown as LiveRecord,
      { human: berlin.id, lineage, score: 1, level: 'A4', evidence: [], conflicts: [], rev: 1, ...more },
    )

  test('first use is first once; a sub-agent exceeds what its line used; effects keep their key; reach grows', () => {
    expect(on({ 'target.name': 'staging' })).toMatchObject({ 'edge.first_seen': true, 'reach.score': 1 })
    const pull = on({}, ['s', 's/a'])
    expect(pull).toMatchObject({
      'target.env': 'prod',
      'edge.first_seen': true,
      'agent.scope_excess': ['database:prod/shop'],
      'effect.key': 'read:database:prod/shop',
      'reach.score': 9,
    })
    expect(on({ 'target.name': 'staging' }, ['s', 's/a'])).not.toHaveProperty('agent.scope_excess')
    on({})
    expect(on({}, ['s', 's/a'])).not.toHaveProperty('agent.scope_excess')
    expect(on({})).toMatchObject({ 'edge.first_seen': false })
  })
  test('an effect that was denied before is known again, whatever it took', () => {
    on({ 'effect.verb': 'write', 'effect.outcome': 'denied' })
    expect(on({ 'effect.verb': 'write', 'effect.outcome': 'success' })).toMatchObject({
      'effect.previously_denied': true,
    })
    expect(on({ 'effect.verb': 'delete', 'effect.outcome': 'success' })).toMatchObject({
      'effect.previously_denied': false,
    })
  })
  test('an inherited credential is one an ancestor was seen with', () => {
    expect(on({}, ['s', 's/a'], { credential: 'c' })).toMatchObject({ 'cred.inherited': true })
    expect(on({}, ['t', 't/a'], { credential: 'c' })).toMatchObject({ 'cred.inherited': false })
  })
  test('idle counts from the last thing done by hand', () => {
    on({ kind: 'prompt.submit', 'prompt.source': 'user' })
    on({ kind: 'prompt.submit', 'prompt.source': 'schedule' })
    expect(on({})).toMatchObject({ 'human.idle_s': 120 })
  })
  test('baselines are asked about whoever did it', () => {
    expect(on({})).toMatchObject({ 'baseline.id': 'of human:alice' })
  })
  test('taint begins with an untrusted result and ages by calls', () => {
    on({ kind: 'tool.result', 'gen_ai.tool.name': 'WebFetch', 'url.full': 'https://a.example' }, ['u'])
    on({ kind: 'tool.request' }, ['u'])
    expect(on({ kind: 'tool.request' }, ['u'])).toMatchObject({
      'taint.active': true,
      'taint.sources': ['https://a.example'],
      'taint.age_calls': 2,
    })
    expect(on({ kind: 'tool.request' }, ['v'])).not.toHaveProperty('taint.active')
  })
})
