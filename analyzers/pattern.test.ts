import fc from 'fast-check'
import { expect, it } from 'vitest'

import { compileSearch } from './pattern.js'

it.each([
  ['(?i)ignore (all|any) previous', 'Please IGNORE all previous words', 'IGNORE all previous'],
  ['^curl .*\\| ?(ba)?sh$', 'curl x | bash', 'curl x | bash'],
  ['\\bpass(word)?: \\w{4,}', 'the password: openclaw now', 'password: openclaw'],
  ['[^a-c]+d', 'abcxyzd', 'xyzd'],
  ['(?i)é', 'É', 'É'],
  ['a.c', 'a\nc', undefined],
  ['(?s)a.c', 'a\nc', 'a\nc'],
])('%s', (pattern, text, expected) => {
  const found = compileSearch(pattern)(text)
  expect(found === undefined ? undefined : text.slice(found.start, found.end)).toBe(expected)
})

it('finds what lies deep in a long text', () => {
  const text = `${'x'.repeat(20_000)}needle${'y'.repeat(9000)}`
  expect(compileSearch('needle')(text)).toEqual({ start: 20_000, end: 20_006 })
  expect(compileSearch('nothing')(text)).toBeUndefined()
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
        const found = compileSearch(pattern)(text)
        expect(found?.start).toBe(expected?.index)
      },
    ),
  )
})
