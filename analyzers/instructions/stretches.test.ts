import fc from 'fast-check'
import { expect, test } from 'vitest'

import type { Block } from './block.js'
import { stretchesOf } from './stretches.js'

const heading = (text: string, line: number): Block => ({
  role: 'heading',
  text,
  line,
  lineEnd: line,
  heading: '',
})

test('a section runs from its heading to the next, with its line', () => {
  const text = 'before\n# A\none\n\n1. two\n## B\nthree'
  expect(
    stretchesOf('SKILL.md', text, [heading('A', 2), heading('B', 6)]).map(({ text, line, fields }) => [
      line,
      text,
      fields['text.heading'],
    ]),
  ).toEqual([
    [1, 'before', undefined],
    [2, '# A\none\n\n1. two', 'A'],
    [6, '## B\nthree', 'B'],
  ])
})

test('a long section is cut at line breaks, and nothing is lost', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,60}$/), { maxLength: 400 }), (lines) => {
      const text = lines.join('\n')
      const found = stretchesOf('a.md', text, [])
      expect(found.map((one) => one.text).join('\n')).toBe(text)
      for (const one of found) expect(one.text.length).toBeLessThanOrEqual(4000)
    }),
  )
})
