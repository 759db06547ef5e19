import fc from 'fast-check'
import { expect, it } from 'vitest'

import { compileSearch } from './pattern.js'
import { openSide } from './sides.js'

it('a part is the same for all patterns that have it', () => {
  expect(openSide('\\bupload\\b')).toBe(openSide('\\bupload\\b'))
  expect(openSide('\\bupload\\b')('upload it')).toBe(true)
  expect(openSide('\\bupload\\b')('uploads')).toBe(false)
})

it('a pattern of two sides finds what it finds as a whole', () => {
  const source = '(?is)(?:upload|send).{0,200}(?:no mention|summary)'
  const whole = /(?:upload|send)[^]{0,200}(?:no mention|summary)/i
  const search = compileSearch(source)
  const word = fc.constantFrom('upload', 'Send', 'no mention', 'summary', 'x'.repeat(150), ' ', '\n', 'the')
  fc.assert(
    fc.property(fc.array(word, { maxLength: 20 }), (words) => {
      const text = words.join(' ')
      expect(search(text)?.start).toBe(whole.exec(text)?.index)
    }),
  )
})
