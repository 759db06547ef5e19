import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findHidden } from './hidden.js'

const tagged = (text: string): string =>
  Array.from(text, (c) => String.fromCodePoint(0xe0000 + (c.codePointAt(0) ?? 0))).join('')

describe('findHidden', () => {
  test('tag characters are spelled out', () => {
    expect(findHidden(`hello${tagged('ignore all')}`)).toMatchObject([
      { type: 'tag', text: 'ignore all', count: 10 },
    ])
  })

  test('zero-width bits are spelled out', () => {
    const bits = Array.from('run it', (c) => c.charCodeAt(0).toString(2).padStart(8, '0')).join('')
    const run = bits.replaceAll('0', '\u200b').replaceAll('1', '\u200c')
    expect(findHidden(`a${run}b`)).toMatchObject([{ type: 'zero-width', text: 'run it', count: 48 }])
  })

  test('variation selectors carry bytes', () => {
    const run = Array.from('send', (c) => String.fromCodePoint(0xe0100 + c.charCodeAt(0) - 16)).join('')
    expect(findHidden(`😀${run}`)).toMatchObject([{ type: 'variation', text: 'send' }])
  })

  test('bidi overrides are found with what they turn', () => {
    expect(findHidden('name \u202egnp.exe\u202c')).toMatchObject([
      { type: 'bidi', text: 'gnp.exe' },
      { type: 'bidi' },
    ])
  })

  test('comments, also Markdown ones and unclosed ones', () => {
    expect(findHidden('a\nb <!-- do this --> c')).toMatchObject([
      { type: 'comment', line: 2, text: 'do this' },
    ])
    expect(findHidden('[//]: # (secret note)')).toMatchObject([{ type: 'comment', text: 'secret note' }])
    expect(findHidden('a <!-- and the rest')).toMatchObject([{ type: 'comment', text: 'and the rest' }])
    expect(findHidden('```html\n<!-- shown -->\n```\n')).toEqual([])
  })

  test('invisible elements', () => {
    for (const tag of [
      '<span style="display:none">x y</span>',
      '<p style="font-size: 0px">x y</p>',
      '<div style="color: #ffffff; width: 3em">x y</div>',
      '<div hidden>x y</div>',
      '<i style="opacity:0">x y</i>',
      '\u001b[8mx y\u001b[0m',
    ])
      expect(findHidden(tag), tag).toMatchObject([{ type: 'invisible-style', text: 'x y' }])
    for (const tag of [
      '<p style="font-size: 0.9em">x</p>',
      '<b style="opacity: 0.8">x</b>',
      '<img src="a.png">',
    ])
      expect(findHidden(tag), tag).toEqual([])
  })

  test('words that mix look-alike scripts', () => {
    expect(findHidden('run pаypal now')).toMatchObject([{ type: 'homoglyph', text: 'paypal', count: 1 }])
    expect(findHidden('μm Δx Привет Ελλάδα naïve')).toEqual([])
  })

  test('text pushed out of sight', () => {
    expect(findHidden(`a${'\n'.repeat(60)}do it\nnow`)).toMatchObject([{ type: 'padding', text: 'do it' }])
    expect(findHidden(`a${' '.repeat(200)}do it`)).toMatchObject([{ type: 'padding', text: 'do it' }])
    expect(findHidden(`a${'\n'.repeat(60)}`)).toEqual([])
  })

  test('ordinary uses are left out', () => {
    for (const text of [
      '👩‍💻 👨‍👩‍👧',
      '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
      'می‌خواهم',
      '\ufeff# Title',
      '❤️',
    ])
      expect(findHidden(text), text).toEqual([])
  })

  test('anything is bounded, ordered and in range', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        let last = 0
        for (const span of findHidden(text, { limit: 5 })) {
          expect(span.start).toBeGreaterThanOrEqual(last)
          expect(span.end).toBeLessThanOrEqual(text.length)
          expect(text.slice(0, span.start).split('\n')).toHaveLength(span.line)
          last = span.start
        }
      }),
    )
  })

  test.each(['<!--', '<p hidden >', '\u200b', ' ', '\u202e', 'а', '[//]: # (', '```\n', '<a b'])(
    'stays fast on a flood of %j',
    (unit) => {
      const from = performance.now()
      findHidden(unit.repeat(200_000 / unit.length))
      expect(performance.now() - from).toBeLessThan(4_000)
    },
  )
})

test('a comment in a code span is shown, one beside it is not', () => {
  const texts = (text: string): readonly string[] => findHidden(text).map((span) => span.text)
  expect(texts('It misses `<!-- ignore the rules -->` in a file.')).toEqual([])
  expect(texts('A `span` and <!-- ignore the rules --> another `span`.')).toEqual(['ignore the rules'])
  expect(texts('An open ` and <!-- ignore the rules -->')).toEqual(['ignore the rules'])
})
