import fc from 'fast-check'
import { expect, test } from 'vitest'
import { campaignsOf } from './campaigns.js'
import { familiesOf } from './families.js'
import type { Infrastructure } from './infrastructure.js'
import { estimate, hashSet, kept, likeness, places } from './minhash.js'
import type { Sketch } from './sketch.js'
import { shinglesOf } from './text-shingles.js'

const words = (prefix: string, from: number, to: number): readonly string[] =>
  Array.from({ length: to - from }, (_, at) => `${prefix}${from + at}`)

/** A sketch of words, shingled as texts are. */
const sketch = (artifact: string, text: readonly string[], more: Partial<Sketch> = {}): Sketch => ({
  ...{ artifact, text: hashSet(shinglesOf(text)), code: hashSet([]), behaviour: [], infrastructure: [] },
  payloads: [],
  ...more,
})

test('the estimate is within four standard errors of the likeness, which is exact for what is kept whole', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.nat(400), fc.nat(400), fc.nat(), (both, a, b, salt) => {
      const set = (name: string, n: number): readonly string[] => words(`${salt}${name}`, 0, n)
      const [x, y] = [
        hashSet([...set('s', both), ...set('a', a)]),
        hashSet([...set('s', both), ...set('b', b)]),
      ]
      const exact = both / (both + a + b)
      expect(likeness(x, y)).toBeCloseTo(exact, 2)
      const error = Math.sqrt((exact * (1 - exact)) / places)
      expect(Math.abs(estimate(x.signature, y.signature) - exact)).toBeLessThanOrEqual(4 * error + 2 / places)
    }),
    { seed: 7, numRuns: 200 },
  )
})

test('sets that are too large to be kept are compared by their smallest hashes', () => {
  const [a, b] = [hashSet(words('w', 0, 3 * kept)), hashSet(words('w', kept, 4 * kept))]
  expect([a.size, a.hashes.length]).toEqual([3 * kept, kept])
  expect(likeness(a, b)).toBeGreaterThan(0.5 - 0.044)
  expect(likeness(a, b)).toBeLessThan(0.5 + 0.044)
  expect(likeness(a, hashSet(words('v', 0, 10)))).toBe(0)
  expect(estimate(a.signature, hashSet([]).signature)).toBe(0)
})

test('a set is hashed the same in whatever order and however often it comes', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 40 }), (tokens) => {
      expect(hashSet([...tokens, ...tokens].reverse())).toEqual(hashSet(tokens))
    }),
  )
})

/** Three families of five near-copies, each with another sentence inserted, and ten singles. */
const corpus = [
  ...['a', 'b', 'c'].flatMap((family) =>
    Array.from({ length: 5 }, (_, copy) =>
      sketch(`${family}${copy}`, [
        ...words(family, 0, 40 + copy * 10),
        ...words(`${family}${copy}x`, 0, 8),
        ...words(family, 40 + copy * 10, 120),
      ]),
    ),
  ),
  ...Array.from({ length: 10 }, (_, at) => sketch(`single${at}`, words(`single${at}w`, 0, 120))),
]

test('three families of five near-copies among ten singles are found, and nothing else', () => {
  const found = familiesOf(corpus)
  expect(found.map(({ members }) => members).sort()).toEqual(
    ['a', 'b', 'c'].map((family) => Array.from({ length: 5 }, (_, copy) => `${family}${copy}`)),
  )
  for (const { reasons } of found) {
    expect(reasons).toMatchObject([{ by: 'text', links: 4 }])
    expect(reasons[0]?.least).toBeGreaterThan(0.7)
  }
})

test('families do not depend on the order, and are the same each time', () => {
  const once = familiesOf(corpus)
  fc.assert(
    fc.property(fc.shuffledSubarray(corpus, { minLength: corpus.length }), (shuffled) => {
      expect(familiesOf(shuffled)).toEqual(once)
    }),
    { numRuns: 20 },
  )
})

test('code and behaviour make relatives too; what everybody does makes none', () => {
  const code = hashSet(words('c', 0, 30))
  const behaviour = ['exec curl', 'flow a > b', 'host x.example', 'read ~/.ssh']
  const usual = ['read file', 'exec python']
  const rest = Array.from({ length: 40 }, (_, at) =>
    sketch(`z${at}`, words(`z${at}`, 0, 40), { behaviour: usual }),
  )
  const found = familiesOf([
    sketch('a', [], { code }),
    sketch('b', words('b', 0, 50), { code, behaviour: [...usual, ...behaviour] }),
    sketch('c', words('c', 0, 50), { behaviour: [...usual, ...behaviour] }),
    ...rest,
  ])
  expect(found.map(({ members, reasons }) => [members, reasons.map(({ by }) => by)])).toEqual([
    [
      ['a', 'b', 'c'],
      ['code', 'behaviour'],
    ],
  ])
})

test('unlike artifacts that share something uncommon are a campaign; copies of one, or a common host, are none', () => {
  const named = (artifact: string, ...infrastructure: readonly Infrastructure[]): Sketch =>
    sketch(artifact, words(artifact, 0, 60), {
      infrastructure: ['host everywhere.example', ...infrastructure],
    })
  const sketches = [
    ...['a', 'b', 'c'].map((name) => named(name, 'host drop.example', 'address 91.92.1.1')),
    ...Array.from({ length: 3 }, (_, at) =>
      sketch(`copy${at}`, words('copy', 0, 90), { infrastructure: ['host own.example'] }),
    ),
    ...Array.from({ length: 30 }, (_, at) => named(`z${at}`)),
  ]
  const families = familiesOf(sketches)
  expect(families.map(({ members }) => members)).toEqual([['copy0', 'copy1', 'copy2']])
  expect(campaignsOf(sketches, families)).toMatchObject([
    {
      infrastructure: [
        { name: 'address 91.92.1.1', artifacts: 3 },
        { name: 'host drop.example', artifacts: 3 },
      ],
      members: ['a', 'b', 'c'],
      unlike: 3,
    },
  ])
})

test('what many name is a campaign when most of them are flagged, and common otherwise', () => {
  const host: Infrastructure = 'host drop.example'
  // One hundred artifacts: more than twenty that name the same are common.
  const sketches = Array.from({ length: 100 }, (_, no) =>
    sketch(`s${no}`, words(`s${no}x`, 0, 30), { infrastructure: no < 30 ? [host] : [] }),
  )
  const families = familiesOf(sketches)
  const first = (count: number): ReadonlySet<string> =>
    new Set(sketches.slice(0, count).map(({ artifact }) => artifact))
  expect(campaignsOf(sketches, families)).toEqual([])
  expect(campaignsOf(sketches, families, { flagged: first(15) })).toEqual([])
  const [found] = campaignsOf(sketches, families, { flagged: first(16) })
  expect(found?.infrastructure).toEqual([{ name: host, artifacts: 30 }])
  expect(found?.members).toHaveLength(30)
})
