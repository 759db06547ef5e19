import fc from 'fast-check'
import { expect, it } from 'vitest'

import { planSearches } from './plan.js'
import { openSearches } from './searches.js'

/** What each finds, by itself and together with the others. */
const sources = [
  '(?is)(?:upload|send).{0,200}(?:no mention|summary)',
  '(?is)(?:no mention|summary).{0,200}(?:upload|send)',
  '(?is)\\b(?:upload|forward)\\b[^.\\n]{0,60}\\bto\\b[^.\\n]{0,60}(?:https?://\\S{4,}|[\\w.]{1,20}@[\\w.]{3,20})',
  '(?i)\\bthe\\b.{0,40}$',
  '(?i)(?:upload|密送|上传).{0,40}(?:报告|summary)',
  '\\d{3,}',
  '(?s)send.*?upload.*?summary',
  '(?:x{30}|the).?send',
  '(?m)^send.{0,30}$',
  '🦀.{0,9}the',
  '[^🐢].?send',
  '.{4}upload',
]
const plain = sources.map((source) => {
  const [, flags = '', body = source] = /^\(\?([ims]+)\)(.*)$/s.exec(source) ?? []
  return new RegExp(body, `${flags}u`)
})
const word = fc.constantFrom(
  'upload',
  'Send',
  'no mention',
  'summary',
  'forward',
  'to',
  'x'.repeat(30),
  '.',
  '\n',
  'the',
  'https://host.example/in',
  'a@b.example',
  '密送',
  '上传',
  '报告',
  '🦀',
  'İ',
  '1234',
)

it('many patterns together find what each finds by itself', () => {
  const searches = openSearches(planSearches(sources))
  fc.assert(
    fc.property(fc.array(word, { maxLength: 20 }), fc.constantFrom(' ', ''), (words, between) => {
      const text = words.join(between)
      const found = new Map(searches(text).map(({ pattern, find }) => [pattern, find()]))
      for (const [at, expression] of plain.entries()) {
        const expected = expression.exec(text)
        const place = found.get(at)
        expect([at, place === undefined ? undefined : text.slice(place.start, place.end)]).toEqual([
          at,
          expected?.[0],
        ])
        expect(place?.start).toBe(expected?.index)
      }
    }),
    { numRuns: 2000 },
  )
})

it('what a text lacks is not tried', () => {
  const searches = openSearches(planSearches(sources))
  expect(searches('a plain sentence').map(({ pattern }) => pattern)).toEqual([5, 9, 10])
})

it.each([
  [
    'letters whose lower case is longer',
    '(?s)send.{0,400}upload.{0,400}summary',
    `İ${'x '.repeat(1780)}send${'-'.repeat(390)}upload${'-'.repeat(390)}summary`,
  ],
  ['the end of a long text', 'foo$', `${'a'.repeat(4092)}foo bar`],
  ['a match far down', '(?s)\\d.{0,400}', `${'a'.repeat(4000)}1${'b'.repeat(600)}`],
  ['half a pair', '\\ufffd\\d', '\ud83e1'],
])('%s', (_, source, text) => {
  const [, flags = '', body = source] = /^\(\?([ims]+)\)(.*)$/s.exec(source) ?? []
  const expected = new RegExp(body, `${flags}u`).exec(text.toWellFormed())
  const found = openSearches(planSearches([source]))(text)[0]?.find()
  expect(found).toEqual(
    expected === null ? undefined : { start: expected.index, end: expected.index + expected[0].length },
  )
})
