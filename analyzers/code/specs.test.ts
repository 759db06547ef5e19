import fc from 'fast-check'
import { expect, it } from 'vitest'

import { compileGlob, specsOf } from './specs.js'

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

it.each([
  ['~/.aws/c*', true],
  ['~/.aws/*', true],
  ['/home/{}/.aws/cred*', true],
  ['~/.aws/*.pub', false],
  ['~/.aws/models/*', false],
  ['~/aws/c*', false],
  ['~/.aws/con*', false],
])('a path by a pattern of its own may be one that is asked for: %s', (text, fits) => {
  const probe = {
    kind: 'taint' as const,
    tags: [],
    id: 't',
    pack: 'p',
    language: 'python',
    sources: [{ pattern: 'open(*.aws/credentials*)', tag: 'file' }],
    sinks: [],
    sanitizers: [],
  }
  expect(specsOf([probe]).sources('python', 'open', [text]).length > 0).toBe(fits)
})
