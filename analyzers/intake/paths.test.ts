import fc from 'fast-check'
import { resolve, sep } from 'node:path'
import { expect, test } from 'vitest'
import { numbered, parents, safePath } from './paths.js'

test('property: whatever the bytes, the path stays below its root and can be stored and printed', () => {
  const hostile = fc.oneof(
    fc.uint8Array({ maxLength: 600 }),
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc
      .array(fc.constantFrom('..', '.', '', '/', '\\', 'a', 'C:', '\0', '\u202e', '~', ' '), {
        maxLength: 30,
      })
      .map((parts) => parts.join('/')),
  )
  fc.assert(
    fc.property(hostile, (raw) => {
      const { path } = safePath(raw)
      expect(resolve('/root', path).startsWith(`/root${sep}`)).toBe(true)
      // eslint-disable-next-line no-control-regex -- control characters are what is looked for
      expect(/[\u0000-\u001f\u007f-\u009f\\]/.test(path)).toBe(false)
      expect(path.isWellFormed()).toBe(true)
      for (const segment of path.split('/')) {
        expect(segment).not.toMatch(/^(\.\.?)?$/)
        expect(Buffer.byteLength(segment)).toBeLessThanOrEqual(255)
      }
    }),
    { numRuns: 500 },
  )
})

test('property: a harmless path is left as it is', () => {
  const segment = fc.stringMatching(/^[\wäöü%! -][\wäöü.%! -]{0,20}$/)
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1, maxLength: 5 }), (segments) => {
      expect(safePath(segments.join('/'))).toEqual({ path: segments.join('/'), problems: [] })
    }),
  )
})

test('numbers go before the extension, parents come outermost first', () => {
  expect(numbered('a.b/SKILL.md', 2)).toBe('a.b/SKILL~2.md')
  expect(numbered('a.b/run', 3)).toBe('a.b/run~3')
  expect(numbered('.env', 2)).toBe('.env~2')
  expect(parents('a/b/c')).toEqual(['a', 'a/b'])
})
