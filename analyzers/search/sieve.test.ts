import fc from 'fast-check'
import { expect, it } from 'vitest'

import { openSieve } from './sieve.js'

function marked(patterns: readonly (readonly (readonly string[])[])[], text: string): ReadonlySet<number> {
  const anywhere = { min: 0, max: 1_000 }
  const sieve = openSieve(patterns.map((sets) => sets.map((pieces) => ({ pieces, before: anywhere }))))
  return new Set([...sieve.always, ...sieve.mark(text).map(({ pattern }) => pattern)])
}

it('marks what a text may hold, and little else', () => {
  const patterns = [[['ignore previous', 'disregard']], [['password']], [], [['no']]]
  expect(marked(patterns, 'please ignore previous orders')).toEqual(new Set([0, 2, 3]))
  expect(marked(patterns, 'the weather is fine')).toEqual(new Set([2, 3]))
})

it('marks a pattern only for a piece that is there as a whole', () => {
  expect(marked([[['password', 'passport']]], 'a passphrase, a word, a port')).toEqual(new Set())
  expect(marked([[['word']]], 'ord')).toEqual(new Set())
})

it('never leaves out a pattern whose piece is there', () => {
  const word = fc.stringMatching(/^[a-d клю]{1,6}$/)
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.array(word, { minLength: 1, maxLength: 3 }), { maxLength: 3 }), { maxLength: 6 }),
      fc.array(word),
      (patterns, words) => {
        const text = words.join('')
        const found = marked(patterns, text)
        for (const [at, sets] of patterns.entries())
          if (sets.every((set) => set.some((piece) => text.includes(piece)))) expect(found).toContain(at)
      },
    ),
  )
})

it('marks a pattern only when a piece of each of its sets is there', () => {
  const patterns = [
    [
      ['forward', 'upload'],
      ['mention', 'summary'],
    ],
  ]
  expect(marked(patterns, 'upload it')).toEqual(new Set())
  expect(marked(patterns, 'no mention of it')).toEqual(new Set())
  expect(marked(patterns, 'upload it, the summary has no line')).toEqual(new Set([0]))
})

it('looks for short words where letters of their kind are', () => {
  const patterns = [
    [
      ['上传', 'upload'],
      ['报告', 'summary'],
    ],
  ]
  expect(marked(patterns, 'upload it')).toEqual(new Set())
  expect(marked(patterns, '上传到服务器,报告')).toEqual(new Set([0]))
  expect(marked(patterns, 'upload it, the summary')).toEqual(new Set([0]))
})

it('says where a match may begin by where the pieces stand', () => {
  const near = [
    { pieces: ['upload'], before: { min: 0, max: 0 } },
    { pieces: ['summary', 'report'], before: { min: 6, max: 20 } },
  ]
  const sieve = openSieve([near])
  expect(sieve.mark('upload the report, then upload it')).toEqual([{ pattern: 0, starts: [[0, 0]] }])
  expect(sieve.mark(`upload ${'x'.repeat(40)} report`)).toEqual([])
  expect(sieve.mark('the report upload')).toEqual([])
})
