import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fitsGlob } from './glob.js'

it.each([
  ['a.py', 'a.py', true],
  ['a.py', 'b/a.py', false],
  ['*.py', 'a.py', true],
  ['*.py', 'b/a.py', false],
  ['**/*.py', 'a.py', true],
  ['**/*.py', 'x/y/a.py', true],
  ['**/x', 'abx', false],
  ['scripts/**', 'scripts/a/b.sh', true],
  ['scripts/**', 'other/scripts/a.sh', false],
  ['a/**/b', 'a/b', true],
  ['a/**/b', 'a/x/y/b', true],
  ['a/**/b', 'ab', false],
  ['?.md', '😀.md', true],
  ['a.zip!/*', 'a.zip!/b', true],
  ['[a].(b)+', '[a].(b)+', true],
])('%s and %s: %s', (glob, path, fits) => {
  expect(fitsGlob(glob, path)).toBe(fits)
})

it('agrees with the regular expression of the same meaning', () => {
  const part = fc.constantFrom('*', '**', '?', '/', 'a', 'b', '**/')
  const path = fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 10 }).map((all) => all.join(''))
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), path, (parts, text) => {
      const glob = parts.join('')
      const source = glob.replace(/(?<=^|\/)\*\*\/|\*\*|\*|\?/g, (one) =>
        one === '**/' ? '(?:.*/)?' : one === '**' ? '.*' : one === '*' ? '[^/]*' : '[^/]',
      )
      expect(fitsGlob(glob, text)).toBe(new RegExp(`^${source}$`, 's').test(text))
    }),
    { numRuns: 2000 },
  )
})

it('stars upon stars cost no time', () => {
  expect(fitsGlob('*a'.repeat(300), 'a'.repeat(2000) + 'b')).toBe(false)
})
