import { parsePattern } from '@clawback/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fold } from '../match/fold.js'
import { compileRegex } from './dfa.js'
import { literals } from './literals.js'

const patterns: readonly (readonly [source: string, flags: string])[] = [
  ['curl .*\\| ?(?:ba)?sh', ''],
  ['(?:curl|wget) \\S+', 'i'],
  ['k{2}|ſs', 'i'],
  ['ß|Straße', 'i'],
  ['(?:a|bc)?key[:=]', 'i'],
  ['^İ.x$', ''],
  ['[aA]b+c', ''],
  ['Σας', 'i'],
]
const piece = fc.constantFrom(
  ...['curl ', 'WGET ', '| sh', 'k', 'K', '\u212a', 'ſ', 's', 'ß', 'Straße', 'STRASSE'],
  ...['key', ':', 'bc', 'İ', 'i̇', 'x', 'Ab', 'c', 'ΣΑΣ', 'σας', 'σ', '\ud800', '\ufffd', ' '],
)

test.each(patterns)('where %s is found, one of its literals is', (source, flags) => {
  const found = compileRegex(source, flags)
  const pieces = literals(parsePattern(source, flags))?.map(fold)
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (parts) => {
      const text = parts.join('')
      if (pieces === undefined || !found(text.toWellFormed())) return
      expect(pieces.some((one) => fold(text).includes(one))).toBe(true)
    }),
    { numRuns: 1000 },
  )
})
