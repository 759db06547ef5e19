import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planJobs, triedWith } from './plan-jobs.js'
import type { Source } from './source.js'
import type { CorpusState } from './state.js'

const keys = { reading: 'r', running: 'none', judging: 'j' }
const source = (name: string): Source => ({ id: `c/${name}`, collection: 'c', locator: `/c/${name}` })
const choice = { fresh: false, retry: false }
const stamp = (locator: string): string => `stamp of ${locator}`
const nothingSaid = JSON.stringify([null, null, null])

function state(
  change: Partial<{ stamp: string; code: string; reading: string; judging: string }> = {},
): CorpusState {
  const { code } = change
  return {
    sources: new Map([
      [
        'c/a',
        {
          collection: 'c',
          stamp: change.stamp ?? stamp('/c/a'),
          tried: triedWith(keys),
          said: nothingSaid,
          ...(code === undefined ? {} : { code }),
        },
      ],
    ]),
    held: new Map([['c/a', ['sha256:a']]]),
    artifacts: new Map([
      ['sha256:a', { reading: change.reading ?? 'r', running: 'none', judging: change.judging ?? 'j' }],
    ]),
  }
}

test('what is as it was needs nothing', () => {
  expect(planJobs([source('a')], state(), keys, stamp, choice)).toMatchObject({
    jobs: new Map(),
    unchanged: 1,
  })
})

test('other packs judge again, other bytes or engines look again', () => {
  const jobs = (of: CorpusState, more = choice): readonly string[] => [
    ...planJobs([source('a')], of, keys, stamp, more).jobs.keys(),
  ]
  expect(jobs(state({ judging: 'older' }))).toEqual(['judge sha256:a'])
  expect(jobs(state({ stamp: 'another' }))).toEqual(['examine c/a'])
  expect(jobs(state({ reading: 'older', judging: 'older' }))).toEqual(['examine c/a'])
  expect(jobs(state(), { ...choice, fresh: true })).toEqual(['examine c/a'])
})

test('what was run as well serves a plan that only reads, not the other way round', () => {
  const ran = { ...keys, running: 'x' }
  expect(planJobs([source('a')], state(), ran, stamp, choice).jobs.size).toBe(1)
  const both = { ...state(), artifacts: new Map([['sha256:a', { ...ran }]]) }
  expect(planJobs([source('a')], both, keys, stamp, choice).unchanged).toBe(1)
})

test('what failed is left alone until it changes or is asked for', () => {
  const failed = state({ code: 'INPUT_TOO_LARGE' })
  expect(planJobs([source('a')], failed, keys, stamp, choice)).toMatchObject({
    failedBefore: 1,
    jobs: new Map(),
  })
  expect(planJobs([source('a')], failed, keys, stamp, { ...choice, retry: true }).jobs.size).toBe(1)
  const changed = state({ code: 'INPUT_TOO_LARGE', stamp: 'before' })
  expect(planJobs([source('a')], changed, keys, stamp, choice).jobs.size).toBe(1)
})

test('what left the corpus is gone, what another corpus holds is not', () => {
  expect(planJobs([source('b')], state(), keys, stamp, choice).gone).toEqual(['c/a'])
  const other = { id: 'd/x', collection: 'd', locator: '/d/x' }
  expect(planJobs([other], state(), keys, stamp, choice).gone).toEqual([])
})

test('a label that is told otherwise is written, without looking again', () => {
  const labelled = { ...source('a'), label: 'benign' }
  expect(planJobs([labelled], state(), keys, stamp, choice)).toMatchObject({
    relabelled: [labelled],
    unchanged: 1,
  })
})

const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

test('every source is unchanged, failed before, or has its jobs', () => {
  const names = fc.uniqueArray(fc.constantFrom(...letters), { minLength: 1 })
  const known = fc.dictionary(
    fc.constantFrom(...letters),
    fc.constantFrom('same', 'other', 'failed', 'packs'),
  )
  fc.assert(
    fc.property(names, known, (now, before) => {
      const entries = Object.entries(before)
      const of: CorpusState = {
        sources: new Map(
          entries.map(([name, how]) => [
            `c/${name}`,
            {
              collection: 'c',
              stamp: how === 'other' ? 'x' : stamp(`/c/${name}`),
              tried: triedWith(keys),
              said: nothingSaid,
              ...(how === 'failed' ? { code: 'X' } : {}),
            },
          ]),
        ),
        held: new Map(entries.map(([name, how]) => [`c/${name}`, how === 'failed' ? [] : [name]])),
        artifacts: new Map(
          entries.map(([name, how]) => [
            name,
            { reading: 'r', running: 'none', judging: how === 'packs' ? 'older' : 'j' },
          ]),
        ),
      }
      const plan = planJobs(now.map(source), of, keys, stamp, choice)
      expect(plan.jobs.size + plan.unchanged + plan.failedBefore).toBe(now.length)
      expect(plan.gone).toHaveLength(entries.filter(([name]) => !now.includes(name)).length)
    }),
  )
})
