import fc from 'fast-check'
import { expect, it } from 'vitest'

import { openSieve } from './sieve.js'

function marked(patterns: readonly (readonly string[] | undefined)[], text: string): ReadonlySet<number> {
  const found = new Set<number>()
  openSieve(patterns)(text, (pattern) => void found.add(pattern))
  return found
}

it('marks what a text may hold, and little else', () => {
  const patterns = [['ignore previous', 'disregard'], ['password'], undefined, ['no']]
  expect(marked(patterns, 'please ignore previous orders')).toEqual(new Set([0, 2, 3]))
  expect(marked(patterns, 'the weather is fine')).toEqual(new Set([2, 3]))
})

it('marks a pattern only for a piece that is there as a whole', () => {
  expect(marked([['password', 'passport']], 'a passphrase, a word, a port')).toEqual(new Set())
  expect(marked([['word']], 'ord')).toEqual(new Set())
})

it('never leaves out a pattern whose piece is there', () => {
  const word = fc.stringMatching(/^[a-d клю]{1,6}$/)
  fc.assert(
    fc.property(
      fc.array(fc.array(word, { minLength: 1, maxLength: 3 }), { maxLength: 6 }),
      fc.array(word),
      (patterns, words) => {
        const text = words.join('')
        const found = marked(patterns, text)
        for (const [at, pieces] of patterns.entries())
          if (pieces.some((piece) => text.includes(piece))) expect(found).toContain(at)
      },
    ),
  )
})
