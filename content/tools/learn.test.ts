import type { BehaviorProfile, CapabilityEvidence } from '@clawback/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { learnBaseline } from './learn.js'

const profile = (capabilities: readonly CapabilityEvidence[]): BehaviorProfile => ({
  artifact: 'a',
  name: 'a',
  capabilities,
  hidden: [],
  unused: [],
  runs: [],
  coverage: { files: { total: 0, read: 0 }, engines: {}, gaps: [] },
  versions: {},
})
const can = (
  action: string,
  target: string,
  basis: CapabilityEvidence['basis'] = 'observed',
): CapabilityEvidence => ({
  action,
  target,
  basis,
  refs: ['x'],
})
const cohort = { field: 'mcp.server.name', value: 'files' }

test('support counts profiles, not sightings', () => {
  const baseline = learnBaseline(
    [
      profile([can('file.read', '~/a'), can('file.read', '~/a'), can('net.connect', 'x:1')]),
      profile([can('file.read', '~/a'), can('file.read', '~/b'), can('process.exec', 'sh', 'declared')]),
    ],
    cohort,
  )
  expect(baseline).toMatchObject({
    cohort,
    samples: 2,
    entries: [
      { action: 'file.read', target: '~/a', support: 2 },
      { action: 'file.read', target: '~/b', support: 1 },
      { action: 'net.connect', target: 'x:1', support: 1 },
    ],
    quantiles: { 'file.read': { p50: 1, p99: 2, max: 2 }, 'net.connect': { p50: 0, p99: 1, max: 1 } },
  })
  expect(learnBaseline([profile([can('a', 'b')])], cohort, { support: 2 }).entries).toEqual([])
  expect(
    learnBaseline([profile([can('a', 'b', 'static')])], cohort, { bases: ['static'] }).entries,
  ).toHaveLength(1)
})

test('the order of profiles and evidence does not matter', () => {
  const evidence = fc.record({
    action: fc.constantFrom('file.read', 'net.connect'),
    target: fc.constantFrom('a', 'b', 'c'),
    basis: fc.constantFrom('observed' as const, 'static' as const),
    refs: fc.constant(['r']),
  })
  fc.assert(
    fc.property(fc.array(fc.array(evidence)), (all) => {
      const one = learnBaseline(all.map(profile), cohort)
      const other = learnBaseline(all.map((list) => profile([...list].reverse())).reverse(), cohort)
      expect(other).toEqual(one)
      for (const { support } of one.entries) expect(support).toBeLessThanOrEqual(all.length)
    }),
  )
})

test('where the profiles came from is said, and is no part of the id', () => {
  const profiles = [profile([can('file.read', '~/a')])]
  const provenance = { store: 'd'.repeat(64), artifacts: 1, run: 3 }
  const told = learnBaseline(profiles, cohort, { provenance })
  expect(told).toEqual({ ...learnBaseline(profiles, cohort), provenance })
})
