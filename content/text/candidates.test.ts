import fc from 'fast-check'
import { expect, test } from 'vitest'

import { candidates } from './candidates.js'
import { reverse, rot13 } from './codecs/escapes.js'
import { tellingWords } from './meaningful.js'

/** Each encoding as one pattern over the whole text: what the gates and stretches must not change. */
const plain: readonly (readonly [string, RegExp])[] = [
  ['hex', /(?<![0-9a-zA-Z])(?:0x)?((?:[0-9a-fA-F]{2}){8,})(?![0-9a-zA-Z])/g],
  ['hex', /(?:(?:0x|\\x)?[0-9a-fA-F]{2}[ ,:]{1,2}){7,}(?:0x|\\x)?[0-9a-fA-F]{2}/g],
  ['base64', /[A-Za-z0-9+/_-]{16,}(?:\r?\n[A-Za-z0-9+/_-]{4,})*={0,2}/g],
  ['base64', /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{8,15}={1,2}/g],
  ['base32', /(?<![A-Za-z0-9])(?:[A-Z2-7]{16,}|[a-z2-7]{16,})={0,6}(?![A-Za-z0-9])/g],
  ['percent', /[^\s"'`<>%]{0,256}(?:%[0-9a-fA-F]{2}[^\s"'`<>%]{0,16}){3,}/g],
  ['base58', /(?<![A-Za-z0-9])[1-9A-HJ-NP-Za-km-z]{16,1024}(?![A-Za-z0-9])/g],
]

/** Told by gates of another kind, or looked for in words of printable ASCII only; they have cases of their own. */
const unlisted = ['escape', 'entity', 'codes', 'ascii85', 'base85', 'z85']

function expected(text: string): string[] {
  const shaped = plain.flatMap(([encoding, pattern]) =>
    [...text.matchAll(pattern)].map((match) => `${encoding} ${match.index}-${match.index + match[0].length}`),
  )
  const turned = [...text.matchAll(/[^\n]{12,4096}/g)].flatMap((match) =>
    (
      [
        ['rot13', rot13],
        ['reversed', reverse],
      ] as const
    )
      .filter(([, turn]) => tellingWords(turn(match[0])) >= tellingWords(match[0]) + 2)
      .map(([encoding]) => `${encoding} ${match.index}-${match.index + match[0].length}`),
  )
  return [...shaped, ...turned]
}

const piece = fc.oneof(
  fc.string({
    unit: fc.constantFrom('a', 'Z', '0', 'O', '2', 'l', '+', '/', '_', '-'),
    minLength: 1,
    maxLength: 24,
  }),
  fc.constantFrom(
    ...['\n', '\r\n', ' ', '\u00a0', '=', '==', '"', '<', '.', ':', '%41', '%4', 'é', '😀', '0x', 'ABCDEFGH'],
    ...['deadbeef', rot13('the user '), reverse('and curl '), ' read ', rot13(' bash'), reverse('token')],
  ),
)

test('finds what one pattern per encoding over the whole text finds', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('')
      const found = [...candidates(text)]
        .filter(({ encoding }) => !unlisted.includes(encoding))
        .map(({ encoding, start, end }) => `${encoding} ${start}-${end}`)
      expect(found).toEqual(expected(text))
    }),
    { numRuns: 2000 },
  )
})
