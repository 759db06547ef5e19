import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareStandings } from './diff.js'
import type { Standing } from './diff.js'
import { evaluate } from './evaluate.js'
import type { Labelled } from './evaluate.js'
import type { ArtifactRow } from './query.js'
import { drawSample } from './sample.js'
import { shareOf } from './wilson.js'

test('the Wilson interval is that of the books', () => {
  // Newcombe 1998, Statistics in Medicine 17:857, table I, method 3.
  for (const [hits, of, low, high] of [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const) {
    const share = shareOf(hits, of)
    expect(share.low).toBeCloseTo(low, 4)
    expect(share.high).toBeCloseTo(high, 4)
  }
  expect(shareOf(0, 0)).toEqual({ hits: 0, of: 0 })
})

test('a share lies in its interval, which narrows with more of the same', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), (of, part) => {
      const hits = Math.round(of * part)
      const [one, ten] = [shareOf(hits, of), shareOf(hits * 10, of * 10)]
      expect(one.low).toBeLessThanOrEqual(one.value ?? -1)
      expect(one.high).toBeGreaterThanOrEqual(one.value ?? 2)
      expect((ten.high ?? 0) - (ten.low ?? 0)).toBeLessThan((one.high ?? 0) - (one.low ?? 0))
    }),
  )
})

const labelled = (label: string, verdict: Labelled['verdict'], more: Partial<Labelled> = {}): Labelled => ({
  ...{ artifact: `${label} ${verdict}`, name: 'x', score: 0, rules: [], source: 's', label, verdict },
  ...more,
})
const options = { positive: ['malicious'], ignore: ['unclear'], flags: ['malicious', 'suspicious'] } as const

test('precision and recall, with what nobody could say counted by itself', () => {
  const result = evaluate(
    [
      labelled('malicious', 'malicious', { family: 'F1', labelled: 'a' }),
      labelled('malicious', 'benign', { family: 'F1', labelled: 'b' }),
      labelled('malicious', 'undetermined', { family: 'F2', labelled: 'a' }),
      labelled('benign', 'suspicious', { labelled: 'a' }),
      labelled('benign', 'benign', { labelled: 'a' }),
      labelled('unclear', 'malicious'),
    ],
    options,
  )
  expect(result).toMatchObject({
    ...{ labelled: 5, positives: 3, negatives: 2, undetermined: { positives: 1, negatives: 0 } },
    precision: { hits: 1, of: 2 },
    recall: { hits: 1, of: 3 },
    falsePositives: { hits: 1, of: 2 },
    confusion: {
      malicious: { malicious: 1, benign: 1, undetermined: 1 },
      benign: { suspicious: 1, benign: 1 },
    },
  })
  expect(result.wrong.map(({ wrong, verdict }) => [wrong, verdict])).toEqual([
    ['missed', 'benign'],
    ['missed', 'undetermined'],
    ['false alarm', 'suspicious'],
  ])
  expect(result.families).toMatchObject([
    { name: 'F1', recall: { hits: 1, of: 2 } },
    { name: 'F2', recall: { hits: 0, of: 1 } },
  ])
  expect(result.sources).toMatchObject([
    { name: 'a', recall: { of: 2 }, falsePositives: { of: 2 } },
    { name: 'b' },
  ])
})

const row = (artifact: string, rules: readonly string[]): ArtifactRow => ({
  ...{ artifact, name: artifact, kind: 'skill', verdict: 'benign', score: 0, basis: 'static', examined: '' },
  ...{ labels: [], families: [], labelled: [], sources: [], rules },
})

test('a sample draws so many of each stratum, the same for the same seed', () => {
  const rows = Array.from({ length: 30 }, (_, index) => row(`a${index}`, index % 2 === 0 ? ['even'] : []))
  const draw = (seed: string): readonly string[] =>
    drawSample(rows, { by: 'rule', per: 4, seed }).map(({ stratum, artifact }) => `${stratum} ${artifact}`)
  expect(draw('1').map((text) => text.split(' ')[0])).toEqual([
    ...Array<string>(4).fill('even'),
    ...Array<string>(4).fill('none'),
  ])
  expect(draw('1')).toEqual(draw('1'))
  expect(draw('1')).not.toEqual(draw('2'))
})

const standing = (change: Partial<Standing> = {}): Standing => ({
  ...{ artifact: 'a', name: 'n', verdict: 'benign', score: 0, rules: [], reading: 'r', judging: 'j' },
  ...change,
})

test('a change is told with its cause', () => {
  const told = (before: Standing, after: Standing): unknown =>
    compareStandings(new Map([['p', before]]), new Map([['p', after]])).map((one) => [
      one.change,
      ...one.causes,
    ])
  expect(told(standing(), standing())).toEqual([])
  expect(told(standing(), standing({ artifact: 'b' }))).toEqual([['content', 'content']])
  expect(told(standing(), standing({ verdict: 'malicious', judging: 'k' }))).toEqual([['verdict', 'packs']])
  expect(told(standing(), standing({ rules: ['r'], reading: 's' }))).toEqual([['rules', 'engines']])
  expect(told(standing(), standing({ verdict: 'suspicious' }))).toEqual([['verdict', 'plan']])
  expect(compareStandings(new Map(), new Map([['p', standing({ rules: ['r'] })]]))).toMatchObject([
    { change: 'new', rulesNew: ['r'] },
  ])
})
