import type { Attribution } from '@clawback/model'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Observed } from '../ports.js'
import { observedScenario, stampOfRoot } from '../testing/scenario.js'
import { createAttributor } from './attributor.js'
import type { LiveAttributor } from './attributor.js'
import { createDirectory } from './directory.js'
import { stampOf } from './stamp.js'

const alice = {
  id: 'human:alice@example.test',
  emails: ['alice@example.test'],
  subjects: ['https://id.example.test|alice'],
  logins: ['alice@ws-17'],
  zone: 'UTC',
}
const ceo = { id: 'human:ceo', emails: ['ceo@example.test'], subjects: [], logins: [], zone: 'UTC' }
const all = observedScenario()
const session = all.find(({ keys }) => keys.session !== undefined)!.keys.session!

const make = (): LiveAttributor =>
  createAttributor({
    directory: createDirectory([alice, ceo]),
    stamp: (instance) => (instance === session ? stampOfRoot : `ag-${instance}`),
    credential: (digest) => `cred-${digest.slice(0, 8)}`,
  })

/** What everything comes to in the end, by record. */
function answers(observed: readonly Observed[], attributor = make()): Map<string, Attribution> {
  const found = new Map<string, Attribution>()
  for (const one of observed) {
    const { attribution, revised } = attributor.observe(one)
    found.set(one.record.id, attribution)
    for (const { record, attribution: later } of revised) found.set(record, later)
  }
  for (let due = attributor.settle(); due.length > 0; due = attributor.settle())
    for (const { record, attribution } of due) found.set(record, attribution)
  return found
}

const told = (found: Map<string, Attribution>): string[] =>
  [...found].map(([id, { rev: _, ...rest }]) => `${id} ${JSON.stringify(rest)}`).sort()

describe('GS-1 by joins alone', () => {
  const found = answers(all)
  const of = (kind: string): Attribution[] =>
    all.filter(({ record }) => record.kind === kind).map(({ record }) => found.get(record.id)!)

  test('the pulls are tied to person, agent, sub-agent, credential, grant, client and issuer', () => {
    const [, first, second] = of('data.access')
    for (const pull of [first!, second!]) {
      expect(pull).toMatchObject({
        human: alice.id,
        agent: 'agent:claude-code/alice@ws-17',
        client: 'claude-code',
        issuer: 'https://id.example.test',
        session,
      })
      expect(pull.lineage).toHaveLength(2)
      expect(pull.lineage[0]).toBe(session)
      expect(pull.grant).toMatch(/^grant/)
      expect(pull.credential).toMatch(/^cred-/)
      expect(pull.score).toBeGreaterThanOrEqual(0.85)
      expect(new Set(pull.evidence.map(({ method }) => method))).toEqual(
        new Set([
          'sign-in',
          'os-login',
          'user-email',
          'stamp',
          'traceparent',
          'token-window',
          'spawn-nesting',
          'token-digest',
        ]),
      )
    }
  })

  test('at the moment of the pull, before any trace came, the sub-agent is known by the token in its call', () => {
    const until = all.findIndex(
      ({ record }) => record.kind === 'data.access' && record['target.name'] === 'customers',
    )
    const now = answers(all.slice(0, until + 1)).get(all[until]!.record.id)!
    expect(now.lineage).toHaveLength(2)
    expect(now.score).toBeGreaterThanOrEqual(0.85)
  })

  test('a sign-in names the person and no agent', () => {
    expect(of('auth.login')[0]).toMatchObject({ human: alice.id, lineage: [], level: 'A4' })
  })

  test('late evidence raises the revision', () => {
    const late = [...all].reverse()
    const found = answers(late)
    const pull = late.find(({ record }) => record['target.name'] === 'customers')!
    expect(found.get(pull.record.id)!.rev).toBeGreaterThan(1)
  })
})

test('any order and any repetition of records comes to the same answers', () => {
  const expected = told(answers(all))
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...all.keys()], { minLength: all.length }),
      fc.array(fc.nat(all.length - 1), { maxLength: 10 }),
      (order, again) => {
        const records = [...order, ...again].map((at) => all[at]!)
        expect(told(answers(records))).toEqual(expected)
      },
    ),
    { numRuns: 60 },
  )
})

describe('what a sender only claims', () => {
  const claimed = (count: number): Observed[] =>
    Array.from({ length: count }, (_, no) => {
      const { record, keys } = all.find(({ record }) => record['source.engine'] === 'otlp')!
      return {
        record: { ...record, id: `spoof-${no}`, 'source.trust': 0 as const },
        keys,
        claims: [
          { claim: 'human' as const, value: 'mailto:ceo@example.test', method: 'gateway-oidc', weight: 0.98 },
        ],
      }
    })

  test('ten thousand times is still claimed once, takes nothing from what is known, and is shown', () => {
    const attributor = make()
    answers(claimed(10_000), attributor)
    const found = answers(all, attributor)
    const pull = all.find(({ record }) => record['target.name'] === 'customers')!
    const answer = found.get(pull.record.id)!
    expect(answer.human).toBe(alice.id)
    expect(answer.score).toBeGreaterThanOrEqual(0.85)
    expect(answer.conflicts).toMatchObject([{ claim: 'human', value: ceo.id, trust: 0, weight: 0.2 }])
  })

  test('alone it attributes nothing and enters no chain', () => {
    const answer = [...answers(claimed(100)).values()].at(-1)!
    expect(answer.score).toBeLessThan(0.5)
    expect(answer.lineage).toEqual([])
  })

  test('another person told by a source as good takes from the score', () => {
    const rival = all
      .filter(({ record }) => record.kind === 'session.start')
      .map((one) => ({
        ...one,
        record: { ...one.record, id: 'rival' },
        claims: [
          { claim: 'human' as const, value: 'mailto:ceo@example.test', method: 'user-email', weight: 0.92 },
        ],
      }))
    const prompt = all.find(({ record }) => record.kind === 'prompt.submit')!.record.id
    const before = answers(all).get(prompt)!
    const after = answers([...all, ...rival]).get(prompt)!
    expect(after.score).toBeLessThan(before.score)
    expect(after.conflicts.length).toBeGreaterThan(0)
  })
})

test('three generations of sub-agents make one line, by nesting alone', () => {
  const hook = (kind: string, at: number, keys: Observed['keys'], more = {}): Observed => ({
    record: {
      ...all.find(({ record }) => record['source.engine'] === 'claude-code')!.record,
      ...more,
      kind,
      id: `n-${at}`,
      time: new Date(Date.parse('2026-11-24T01:00:00Z') + at * 60_000).toISOString(),
    } as Observed['record'],
    keys: { session: 's', ...keys },
    claims: [],
  })
  const spawn = { 'effect.verb': 'spawn' }
  const observed = [
    hook('tool.request', 0, { toolCall: 't1' }, spawn),
    hook('agent.spawn', 1, { subagent: 'a' }),
    hook('tool.request', 2, { subagent: 'a', toolCall: 't2' }, spawn),
    hook('tool.result', 2.5, { toolCall: 't1' }),
    hook('agent.spawn', 3, { subagent: 'b' }),
    hook('tool.request', 4, { subagent: 'b', toolCall: 't3' }, spawn),
    hook('tool.result', 4.5, { subagent: 'a', toolCall: 't2' }),
    hook('agent.spawn', 5, { subagent: 'c' }),
    hook('tool.request', 6, { subagent: 'c', toolCall: 't4' }),
  ]
  const found = answers(observed)
  expect(found.get('n-6')!.lineage).toEqual(['s', 's/a', 's/b', 's/c'])
})

test('a stamp cannot be made without the key of the installation', () => {
  const [key, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
  expect(stampOf(key, 's')).toMatch(/^ag-[0-9a-f]{8}-[0-9a-f]{8}$/)
  expect(stampOf(key, 's')).not.toBe(stampOf(other, 's'))
  expect(stampOf(key, 's')).not.toBe(stampOf(key, 's/a'))
})
