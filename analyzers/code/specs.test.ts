import fc from 'fast-check'
import { expect, it } from 'vitest'

import { compileGlob } from './specs.js'

it.each([
  ['requests.*', 'requests.post', true],
  ['*.send', 'a.b.send', true],
  ['*.ssh*id_*', '~\\.ssh\\id_rsa', true],
  ['*.ssh*id_*', '~/id_rsa.ssh', false],
  ['/proc/*environ', '/proc/self/environ', true],
  ['/proc/*environ', '/proc/self/environment', false],
  ['a*a', 'a', false],
  ['~/\\*\\**', '~/**/*.env', true],
  ['~/\\*\\**', '~/.memory/*.md', false],
  ['*', '', true],
])('%s and %s: %s', (pattern, text, fits) => {
  expect(compileGlob(pattern)(text)).toBe(fits)
})

it('fits what a regular expression of the same meaning fits', () => {
  const piece = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 3 })
  const pieces = fc.array(piece, { minLength: 2, maxLength: 5 })
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 12 })
  fc.assert(
    fc.property(pieces, text, (parts, given) => {
      const same = new RegExp(`^${parts.map((one) => one.replaceAll('.', '\\.')).join('.*')}$`)
      expect(compileGlob(parts.join('*'))(given)).toBe(same.test(given))
    }),
  )
})
