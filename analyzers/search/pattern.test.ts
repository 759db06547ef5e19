import fc from 'fast-check'
import { parsePattern } from '@clawback/model'
import { describe, expect, it, test } from 'vitest'

import { openFinder } from './finder.js'
import type { Found } from './finder.js'
import { compileSearch } from './pattern.js'
import { piecesOf } from './pieces.js'
import { planSearches } from './plan.js'
import { openSearches } from './searches.js'
import { openSubject } from './subject.js'

const first = (pattern: string, text: string): Found | undefined =>
  openFinder(() => compileSearch(pattern).written).first(openSubject(text))

it.each([
  ['(?i)ignore (all|any) previous', 'Please IGNORE all previous words', 'IGNORE all previous'],
  ['^curl .*\\| ?(ba)?sh$', 'curl x | bash', 'curl x | bash'],
  ['\\bpass(word)?: \\w{4,}', 'the password: openclaw now', 'password: openclaw'],
  ['[^a-c]+d', 'abcxyzd', 'xyzd'],
  ['(?i)é', 'É', 'É'],
  ['a.c', 'a\nc', undefined],
  ['(?s)a.c', 'a\nc', 'a\nc'],
])('%s', (pattern, text, expected) => {
  const found = first(pattern, text)
  expect(found === undefined ? undefined : text.slice(found.start, found.end)).toBe(expected)
})

it('finds what lies deep in a long text', () => {
  const text = `${'x'.repeat(20_000)}needle${'y'.repeat(9000)}`
  expect(first('needle', text)).toEqual({ start: 20_000, end: 20_006 })
  expect(first('nothing', text)).toBeUndefined()
  const [candidate] = openSearches(planSearches(['x{3}needle']))(text)
  expect(candidate?.find()).toEqual({ start: 19_997, end: 20_006 })
})

it.each(['(a+)+b', '(a|b*)*c', '((x{2,})+)y', '(?=a)', '(a)\\1'])('refuses %s', (pattern) => {
  expect(() => compileSearch(pattern)).toThrow()
})

it('agrees with the built-in engine on what both understand', () => {
  const atom = fc.constantFrom(
    'a',
    'b',
    '[ab]',
    '[^a]',
    '.',
    '\\w',
    '\\s',
    'a*',
    'b+',
    'c?',
    '(a|b)',
    'a{1,2}',
  )
  fc.assert(
    fc.property(
      fc.array(atom, { minLength: 1, maxLength: 5 }),
      fc.stringMatching(/^[abc \n]{0,20}$/),
      (atoms, text) => {
        const pattern = atoms.join('')
        const expected = new RegExp(pattern, 'u').exec(text)
        const found = first(pattern, text)
        expect(found?.start).toBe(expected?.index)
      },
    ),
  )
})

describe('a gate of pieces', () => {
  const patterns = [
    'ab+c',
    '(?i)curl\\b.{0,8}(?:bash|sh)',
    '(?i)(?:do not|never) (?:tell|say)',
    '[aA]b[c-d]e?',
    '(?:x|yz)?(?:key|Token)[:=]',
    '(?i)ß|k',
    '^a|b$',
    '(?i)σκ|ключ[и ]',
    '(?is)(?:never|curl ).{0,6}(?:tell|token=)',
    '(?s)(?:a.|key){2,3}.*token',
    '\\bcurl .{2}(?:bc|key)$',
    '(?:bc|🦀bc).?curl',
    '[^x]{1,3}curl ',
    '[🦀-🦄]{1,2}.?bc',
    '[^🦀]curl ',
    '[\\S\\s]{2}curl ',
  ]
  const piece = fc.constantFrom(
    'a',
    'B',
    'bc',
    'curl ',
    ' | SH',
    'never ',
    'Tell',
    'k',
    'Key',
    ':',
    'token=',
    'd',
    ' ',
    'Σ',
    'σκ',
    'КЛЮЧ',
    'ключи',
    '🦀',
    'İ',
    '\n',
  )

  test.each(patterns)('never keeps %s from what it matches', (pattern) => {
    const [, flags = '', body = pattern] = /^\(\?([ims]+)\)(.*)$/.exec(pattern) ?? []
    const plain = new RegExp(body, `${flags}u`)
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join('')
        const start = plain.exec(text)?.index
        expect(first(pattern, text)?.start).toBe(start)
        expect(openSearches(planSearches([pattern]))(text)[0]?.find()?.start).toBe(start)
      }),
      { numRuns: 300 },
    )
  })

  test('asks for the longest piece', () => {
    expect(piecesOf(parsePattern('a(?:curl|wget)b.*', 'i'))).toEqual([
      { pieces: ['curl', 'wget'], before: { min: 1, max: 1 } },
      { pieces: ['a'], before: { min: 0, max: 0 } },
      { pieces: ['b'], before: { min: 5, max: 5 } },
    ])
    expect(piecesOf(parsePattern('\\d+|x', ''))).toEqual([])
  })
})
