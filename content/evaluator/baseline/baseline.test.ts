import type { Baseline, Pack, PlanRule } from '@clawback/model'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createEvaluator, matchGroup } from '../index.js'
import type { EvaluatorOptions } from '../index.js'

const files: Baseline = {
  id: 'files',
  cohort: { field: 'mcp.server.name', value: 'files' },
  samples: 4,
  entries: [
    { action: 'mcp.tool', target: 'read', support: 4 },
    { action: 'mcp.tool', target: 'list', support: 1 },
    { action: 'net.connect', target: 'api.example:443', support: 2 },
    { action: 'file.read', target: '~/notes/a', support: 4 },
  ],
  quantiles: { 'mcp.tool': { p50: 1, p99: 2, max: 3 }, 'volume.records': { p50: 10, p99: 90, max: 100 } },
}
const anyone: Baseline = { ...files, id: 'anyone', cohort: { field: '*', value: '*' } }

const rule = (id: string, field: string, test: object): PlanRule => ({
  id, title: id, description: '', status: 'test', level: 'low', type: 'deviation', tags: [], falsePositives: [],
  response: 0, mode: 'enforce', alerts: true, hash: id, requires: [], source: 'r.yml:1', logsource: {},
  detections: { s: { field, any: [test as never] } }, condition: { use: 's' },
}) // prettier-ignore
const rules = [
  rule('deviates', 'baseline.deviation', { op: 'gte', value: 0.9 }),
  rule('alone', 'baseline.peer_share', { op: 'eq', text: '0' }),
  rule('first', 'baseline.first_seen', { op: 'eq', text: 'true' }),
  rule('exceeds', 'baseline.exceeded', { op: 'eq', text: '1' }),
]
const packOf = (baselines: readonly Baseline[], given: readonly PlanRule[] = rules): Pack =>
  ({
    manifest: { name: 'p', version: '1.0.0' },
    plan: { format: 'clawback-plan/1', rules: given, correlations: [] },
    baselines, lists: {}, probes: [], policies: [], responses: [], skipped: [],
  }) as unknown as Pack // prettier-ignore

let number = 0
const call = (tool: unknown, who = 'alice', session = who, more: object = {}) => ({
  schema: 'clawback/1', kind: 'mcp.call', id: `e${number++}`, time: '2026-01-05T12:00:00.000Z',
  'gen_ai.tool.name': tool, 'mcp.server.name': 'files', 'human.id': who, 'session.id': session, ...more,
}) // prettier-ignore
const open = (options: EvaluatorOptions = {}, baselines = [files]) =>
  createEvaluator(packOf(baselines), options)

describe('what baselines say of an event', () => {
  test('deviation is the share of samples that did not do it', () => {
    const evaluator = open()
    expect(evaluator.expect(call('read'))).toMatchObject({ 'baseline.id': 'files', 'baseline.deviation': 0 })
    expect(evaluator.expect(call('list'))).toMatchObject({ 'baseline.deviation': 0.75 })
    expect(evaluator.expect(call('write'))).toMatchObject({
      'baseline.deviation': 1,
      'baseline.unseen': ['mcp.tool:write'],
    })
  })
  test('what is learned in the sandbox and what is said live is one language', () => {
    const evaluator = open()
    const server = { 'mcp.server.name': 'files', 'session.id': 's', id: 'x' }
    const connect = { ...server, kind: 'net.connect', 'url.domain': 'api.example' }
    expect(evaluator.expect({ ...connect, 'server.port': 443 })).toMatchObject({ 'baseline.deviation': 0.5 })
    expect(evaluator.expect(connect)).toMatchObject({ 'baseline.deviation': 0.5 })
    expect(evaluator.expect({ ...connect, 'server.port': 8443 })).toMatchObject({ 'baseline.deviation': 1 })
    const bare = [
      { action: 'net.connect', target: 'api.example:443', support: 4 },
      { action: 'net.connect', target: 'api.example', support: 1 },
    ]
    for (const entries of [bare, bare.toReversed()]) {
      const either = open({}, [{ ...files, entries }])
      const share = (event: object) => either.expect({ ...connect, ...event })?.['baseline.deviation']
      expect([share({ 'server.port': 443 }), share({}), share({ 'server.port': 8443 })]).toEqual([
        0, 0.75, 0.75,
      ])
    }
    const read = { ...server, kind: 'file.read', 'file.path': '/home/alice/notes/a' }
    expect(evaluator.expect(read)).toMatchObject({ 'baseline.deviation': 0 })
  })
  test('a cohort speaks of its own, and of the actions it was watched for; the narrower comes first', () => {
    expect(open().expect(call('read', 'a', 's', { 'mcp.server.name': 'other' }))).toBeUndefined()
    expect(open().expect(call('read', 'a', 's', { kind: 'tool.request' }))).toBeUndefined()
    const both = open({}, [anyone, files])
    expect(both.expect(call('read'))).toMatchObject({ 'baseline.id': 'files' })
    const other = call('read', 'a', 's', { 'mcp.server.name': 'other' })
    expect(both.expect(other)).toMatchObject({ 'baseline.id': 'anyone' })
  })
  test('peers are the other principals of the cohort; who did it is counted once', () => {
    const evaluator = open()
    expect(evaluator.expect(call('read', 'alice'))).not.toHaveProperty(['baseline.peer_share'])
    evaluator.expect(call('read', 'alice'))
    evaluator.expect(call('list', 'bob'))
    expect(evaluator.expect(call('read', 'carol'))).toMatchObject({
      'baseline.peers': 2,
      'baseline.peer_share': 0.5,
    })
    expect(evaluator.expect(call('read', 'alice'))).toMatchObject({ 'baseline.peer_share': 0.5 })
  })
  test('first seen is said once, and again of the same event', () => {
    const evaluator = open()
    const first = call('read')
    expect(evaluator.expect(first)).toMatchObject({ 'baseline.first_seen': true })
    expect(evaluator.expect(first)).toMatchObject({ 'baseline.first_seen': true })
    expect(evaluator.expect(call('read'))).toMatchObject({ 'baseline.first_seen': false })
  })
  test('quantiles of distinct targets in a session, and of numbers', () => {
    const evaluator = open()
    const exceeded = (tool: string, session: string) =>
      evaluator.expect(call(tool, 'alice', session))?.['baseline.exceeded']
    expect(['a', 'a', 'b', 'c', 'd'].map((tool) => exceeded(tool, 's1'))).toEqual([0, 0, 0.5, 0.99, 1])
    expect(exceeded('e', 's2')).toBe(0)
    const many = call('a', 'alice', 's3', { 'volume.records': 101 })
    expect(evaluator.expect(many)).toMatchObject({
      'baseline.count': 1,
      'baseline.exceeded': 1,
      'baseline.exceeded_by': ['volume.records'],
    })
    const read = { kind: 'data.access', 'mcp.server.name': 'files', 'volume.records': 95, id: 'r' }
    expect(evaluator.expect(read)).toEqual({
      'baseline.id': 'files',
      'baseline.exceeded': 0.99,
      'baseline.exceeded_by': ['volume.records'],
    })
  })
})

describe('rules that ask baselines', () => {
  const fired = (alerts: readonly { readonly rule: string }[]) => alerts.map(({ rule: id }) => id)
  test('plain Sigma on the fields, which no sender has to give', () => {
    const evaluator = open()
    expect(fired(evaluator.evaluate(call('read', 'alice')))).toEqual(['first'])
    expect(evaluator.evaluate(call('read', 'alice'))).toEqual([])
    expect(fired(evaluator.evaluate(call('write', 'bob')))).toEqual(['deviates', 'alone', 'first'])
    expect(evaluator.evaluate(call('write', 'bob'))).toMatchObject([
      { rule: 'deviates', fields: { 'baseline.deviation': '1' } },
      { rule: 'alone' },
    ])
  })
  test('what the event says of itself comes first', () => {
    expect(fired(open().evaluate(call('write', 'a', 's', { 'baseline.deviation': 0.1 })))).toEqual(['first'])
  })
  test('explaining notes nothing', () => {
    const evaluator = open()
    expect(evaluator.explain('first', call('read'))).toMatchObject({ holds: true })
    expect(evaluator.explain('first', call('read'))).toMatchObject({ holds: true })
    expect(evaluator.snapshot()).not.toHaveProperty('baselines')
    evaluator.evaluate(call('read'))
    expect(evaluator.explain('first', call('read'))).toMatchObject({ holds: false })
  })
  test('a closed group is held against them as one sample', () => {
    const records = ['a', 'b', 'c', 'd'].map((tool) => call(tool, 'x', 's', { stage: 'run' }))
    const matches = matchGroup([packOf([files])], records as never)
    expect(matches.filter((match) => match['rule.id'] === 'exceeds')).toHaveLength(1)
  })
  test('new baselines speak at once and what was seen stays', () => {
    const evaluator = open()
    for (const tool of ['a', 'b', 'c']) evaluator.evaluate(call(tool))
    evaluator.swap([packOf([{ ...files, quantiles: { 'mcp.tool': { p50: 1, p99: 2, max: 2 } } }])])
    expect(fired(evaluator.evaluate(call('c')))).toContain('exceeds')
  })
  test('a pack of a program without types', () => {
    const evaluator = open({}, [null, { cohort: {} }, files] as never)
    expect(evaluator.stats().skipped).toHaveLength(2)
    expect(evaluator.expect(call('read'))).toMatchObject({ 'baseline.id': 'files' })
  })
})

test('a snapshot between any two events changes nothing', () => {
  const events = fc.array(
    fc.record({ tool: fc.constantFrom('read', 'a', 'b', 'c'), who: fc.constantFrom('x', 'y', 'z'), session: fc.constantFrom('1', '2') }),
    { minLength: 1, maxLength: 40 },
  ) // prettier-ignore
  fc.assert(
    fc.property(events, fc.nat(40), fc.integer({ min: 1, max: 12 }), (given, cut, remembered) => {
      const stream = given.map(({ tool, who, session }) => call(tool, who, session))
      const whole = open({ remembered })
      const told = stream.map((event) => whole.evaluate(event))
      let evaluator = open({ remembered })
      const again = stream.map((event, i) => {
        if (i === cut % stream.length) {
          const snapshot = JSON.parse(JSON.stringify(evaluator.snapshot())) as never
          evaluator = open({ remembered })
          evaluator.restore(snapshot)
        }
        return evaluator.evaluate(event)
      })
      expect(again).toEqual(told)
      expect(evaluator.snapshot()).toEqual(whole.snapshot())
    }),
  )
})

test('peers are counted as if everyone remembered were gone through', () => {
  const events = fc.array(fc.tuple(fc.nat(5), fc.nat(3)), { maxLength: 60 })
  fc.assert(
    fc.property(events, fc.integer({ min: 2, max: 10 }), (given, remembered) => {
      const evaluator = open({ remembered })
      for (const [who, tool] of given) {
        const fields = evaluator.expect(call(`t${tool}`, `p${who}`))
        const peers = evaluator.snapshot().baselines?.peers ?? []
        const others = peers.filter(([key]) => !key.endsWith(`\np${who}`))
        const did = others.filter(([, items]) => items.some(([item]) => item === `mcp.tool\nt${tool}`))
        expect(fields?.['baseline.peers']).toBe(others.length)
        expect(fields?.['baseline.peer_share']).toBe(
          others.length === 0 ? undefined : did.length / others.length,
        )
      }
    }),
  )
})

describe('bad input', () => {
  test('what is remembered stays within its bound, and what went is counted', () => {
    const evaluator = open({ remembered: 100 })
    for (let i = 0; i < 1_000; i++) evaluator.evaluate(call(`t${i}`, `p${i % 300}`))
    const { sessions, peers } = evaluator.snapshot().baselines ?? { sessions: [], peers: [] }
    const size = (seen: typeof peers) => seen.reduce((sum, [, items]) => sum + items.length, 0)
    expect([size(sessions), size(peers)]).toEqual([100, 100])
    expect(evaluator.stats().forgotten).toBeGreaterThan(0)
  })
  test('one noisy principal does not push out the others, and of it nobody can say any more', () => {
    const evaluator = open()
    evaluator.expect(call('read', 'bob'))
    let last: ReturnType<typeof evaluator.expect>
    for (let i = 0; i < 10_000; i++) last = evaluator.expect(call(`t${i}`, 'alice'))
    expect(last).not.toHaveProperty(['baseline.first_seen'])
    expect(last?.['baseline.count']).toBe(4097)
    expect(evaluator.expect(call('read', 'bob'))).toMatchObject({ 'baseline.first_seen': false })
  })
  test.each([7, null, { length: 3 }, ['read'], '', 'x'.repeat(100_000), '__proto__', '\ud800\n'])(
    'a tool named %j breaks nothing',
    (tool) => {
      const evaluator = open()
      evaluator.evaluate(call(tool))
      expect(evaluator.stats().failed).toBe(0)
      expect(JSON.stringify(evaluator.snapshot()).length).toBeLessThan(4_000)
    },
  )
  test.each([
    { baselines: 7 },
    { baselines: { sessions: [], peers: 7 } },
    { baselines: { sessions: [['k', [['item', 7]]]], peers: [] } },
    { baselines: { sessions: [[7, []]], peers: [] } },
  ])('a snapshot with %j is refused whole', (spoilt) => {
    const evaluator = open()
    evaluator.evaluate(call('read'))
    const before = evaluator.snapshot()
    expect(() => evaluator.restore({ ...before, ...spoilt } as never)).toThrow(/baselines/)
    expect(evaluator.snapshot()).toEqual(before)
  })
})
