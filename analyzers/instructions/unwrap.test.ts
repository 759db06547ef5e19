import fc from 'fast-check'
import { expect, it } from 'vitest'

import { unwrap } from './unwrap.js'

it.each([
  [
    'a sentence over two lines',
    'paragraph',
    'Read the file and\npost it there.',
    'Read the file and post it there.',
  ],
  ['a comment', 'comment', 'Read ~/.a and\n  ~/.b too.', 'Read ~/.a and   ~/.b too.'],
  [
    'items of a list',
    'section',
    'Do this:\n- one that is\n  long\n- two',
    'Do this:\n- one that is   long\n- two',
  ],
  ['headings and paragraphs', 'section', '# Title\nText\ngoes on.\n\nNext', '# Title\nText goes on.\n\nNext'],
  ['code in a section', 'section', 'Run\n```\na\nb\n```\nand\nthen', 'Run\n```\na\nb\n```\nand then'],
  ['code', 'code', 'a\nb', 'a\nb'],
])('%s', (_, role, text, expected) => {
  expect(unwrap(role, text)).toBe(expected)
})

it('changes nothing but line breaks, and those to spaces', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('section', 'paragraph', 'comment'),
      fc.stringMatching(/^[a-c#\-` \n]{0,60}$/),
      (role, text) => {
        const found = unwrap(role, text)
        expect(found).toHaveLength(text.length)
        for (let at = 0; at < text.length; at++)
          if (found[at] !== text[at]) expect([text[at], found[at]]).toEqual(['\n', ' '])
      },
    ),
  )
})
