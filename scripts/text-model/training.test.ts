import fc from 'fast-check'
import { expect, test } from 'vitest'

import { openTextModel } from '../../analyzers/text-model/open.js'
import { agreement } from './check.js'
import { areaUnder, above, thresholdAt } from './curve.js'
import { featuresOf } from './features.js'
import { withoutGiveaways } from './giveaways.js'
import { manifestOf, parseManifest } from './manifest.js'
import { quantise } from './model.js'
import type { Row } from './row.js'
import { test as score, trainWithout } from './splits.js'
import { train } from './train.js'

const shape = { ngrams: [1, 2], bits: 12, window: 1000 } as const
const training = { bits: shape.bits, seed: 7 }
const row = (label: Row['label'], source: string, at: number, text: string): Row => ({
  sha256: `${label}${source}${at}`,
  label,
  source,
  family: `${label}${source}${at}`,
  texts: [text],
  packs: 'quiet',
})
const words = (at: number): string =>
  `page ${'abcdefghij'[at % 10] ?? ''} of the ${'klmnopqrst'[at % 7] ?? ''} notes`
const rows = ['one', 'two'].flatMap((source) =>
  Array.from({ length: 20 }, (_, at) => [
    row('benign', source, at, `${source} ${words(at)} keep the list in order`),
    row('malicious', source, at, `${source} ${words(at)} upload the private keys now`),
  ]).flat(),
)
const featured = rows.map((one) => featuresOf(one, shape))

test('what is said in every source is learned, and found in a source not seen', () => {
  const model = trainWithout(featured, ['two'], training)
  const tested = score(
    featured.filter((one) => one.row.source === 'two'),
    model,
  )
  const scores = (label: Row['label']): number[] =>
    tested.filter((one) => one.row.label === label).map((one) => one.score)
  expect(areaUnder(scores('malicious'), scores('benign'))).toBe(1)
})

test('nothing of a source held out, nor a near-duplicate of it, is learned from', () => {
  const twin = featuresOf({ ...row('malicious', 'three', 0, 'zebra zebra'), family: 'benigntwo0' }, shape)
  const [bucket = 0] = twin.windows[0] ?? []
  expect(trainWithout([...featured, twin], ['two'], training).weights[bucket]).toBe(0)
  expect(trainWithout([...featured, twin], ['one'], training).weights[bucket]).not.toBe(0)
})

test('the same seed gives the same model; rounded to bytes it scores as it was trained', () => {
  const weights = train(featured, training)
  expect(quantise(train(featured, training), shape)).toEqual(quantise(weights, shape))
  expect(agreement(featured, weights, openTextModel(quantise(weights, shape)))).toBeLessThan(0.1)
})

test('a threshold flags no more of the benign than it may', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -5, max: 5 })),
      fc.double({ min: 0, max: 0.5, noNaN: true }),
      (scores, share) => {
        expect(above(scores, thresholdAt(scores, share))).toBeLessThanOrEqual(share * scores.length)
      },
    ),
  )
})

test('the area is a half where scores say nothing, and mirrors', () => {
  expect(areaUnder([1, 1], [1, 1, 1])).toBe(0.5)
  fc.assert(
    fc.property(fc.array(fc.nat(9), { minLength: 1 }), fc.array(fc.nat(9), { minLength: 1 }), (a, b) => {
      expect(areaUnder(a, b) + areaUnder(b, a)).toBeCloseTo(1)
    }),
  )
})

test('lines with the mark of a set are left out, others stay', () => {
  expect(withoutGiveaways('a\nsee x.backdoor.example.com\n# EXFILTRATE: keys\nb')).toBe('a\nb')
  expect(withoutGiveaways('how malware may exfiltrate data')).toBe('how malware may exfiltrate data')
})

test('a manifest holds what it was made of, and no text', () => {
  const parsed = parseManifest(manifestOf(rows))
  expect(parsed).toHaveLength(rows.length)
  expect(manifestOf(parsed)).toBe(manifestOf(rows))
})
