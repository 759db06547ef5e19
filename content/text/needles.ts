import type { CanaryValue } from './hits.js'
import { fromLatin1, utf8 } from './codecs/bytes.js'
import { encodeBase64 } from './codecs/base64.js'
import { encodeBase32 } from './codecs/base32.js'
import { encodeBase58 } from './codecs/base58.js'
import { encodeBase85 } from './codecs/base85.js'
import { encodeHex } from './codecs/hex.js'
import { reverse, rot13 } from './codecs/escapes.js'

/** One form of a planted value, and from where on a piece of it counts. */
export interface Needle {
  readonly canary: CanaryValue
  readonly bytes: Uint8Array
  readonly encoding: string
  /** Only pieces of it mean something: it is the value without what could be anybody's. */
  readonly piecesOnly: boolean
  /** First byte of the form that tells this value from others of its kind. */
  readonly from: number
  /** Bytes of the form that make up the shortest piece that counts. */
  readonly piece: number
}

/** Shortest piece of a value that counts, in characters. */
export const pieceLength = 12

/** Every form of one planted value that can be found by comparing bytes. */
export function needlesOf(canary: CanaryValue): Needle[] {
  const { value } = canary
  const prefix = vendor.exec(value)?.[0].length ?? 0
  const lines = value.includes('\n')
  return [
    ...needles(canary, value, lines ? value.length : prefix, false),
    ...(/\s/.test(value)
      ? needles(canary, value.replaceAll(/[\s.,;:"'`|&\\]/g, ''), value.length, false)
      : []),
    ...(lines ? needles(canary, value.slice(prefix).replaceAll(/-----[^\n]*-----|\s+/g, ''), 0, true) : []),
  ]
}

function needles(canary: CanaryValue, value: string, from: number, piecesOnly: boolean): Needle[] {
  // Backwards, what every value of the vendor has comes last: there it is left out.
  const own = from < value.length ? value.slice(from) : value
  return forms(value, own).flatMap(({ encoding, bytes, group }) => {
    if (bytes.length < 6) return []
    const ratio = bytes.length / (encoding === 'reversed' ? own : value).length
    const piece = Math.max(pieceLength - 1, Math.floor((pieceLength - group + 1) * ratio))
    const start = encoding === 'reversed' && own !== value ? 0 : Math.ceil(from * ratio)
    return [{ canary, bytes, encoding, piecesOnly, from: start, piece }]
  })
}

/** Prefixes that every token of a vendor has: a piece must go beyond them. */
const vendor =
  /^(?:sk-ant-(?:api|admin)?\d{0,2}-?|sk-(?:proj-)?|github_pat_|gh[pousr]_|glpat-|xox[a-z]-|AKIA|ASIA|AIza|npm_|pypi-|hf_|eyJ[A-Za-z0-9_-]*\.?|-----BEGIN[^\n]*-----\s*)/

/** A form of a value; `group` is how many characters are encoded together. */
interface Form {
  readonly encoding: string
  readonly bytes: Uint8Array
  readonly group: number
}

/** Longer values are not looked for in base58, whose cost grows with their square. */
const longestBase58 = 128

function forms(value: string, own: string): Form[] {
  const bytes = utf8(value)
  const plain: (readonly [string, Uint8Array])[] = [
    ['raw', bytes],
    ['reversed', utf8(reverse(own))],
    ['rot13', utf8(rot13(value))],
    ['utf-16', fromLatin1(Array.from(value).join('\0'))],
    ...(value.toLowerCase() === value ? [] : [['lower-case', utf8(value.toLowerCase())] as const]),
  ]
  return [...plain.map(([encoding, form]) => ({ encoding, bytes: form, group: 1 })), ...encodings(bytes)]
}

function encodings(bytes: Uint8Array): Form[] {
  const hex = encodeHex(bytes)
  const base64 = aligned(3).map((skip) => inner(encodeBase64, bytes, skip, 3, 4))
  const base32 = aligned(5).map((skip) => inner(encodeBase32, bytes, skip, 5, 8))
  const base85 = aligned(4).flatMap((skip) =>
    (['ascii85', 'base85', 'z85'] as const).map((variant) =>
      inner((b) => encodeBase85(b, variant), bytes, skip, 4, 5),
    ),
  )
  const texts: (readonly [string, number, string | undefined])[] = [
    ...base64.flatMap((text) => [['base64', 3, text] as const, ['base64', 3, url(text)] as const]),
    ...base32.flatMap((text) => [['base32', 5, text] as const, ['base32', 5, text?.toLowerCase()] as const]),
    ...base85.map((text) => ['base85', 4, text] as const),
    ['base58', 1, bytes.length <= longestBase58 ? encodeBase58(bytes) : undefined],
    ['hex', 1, hex],
    ['hex', 1, hex.toUpperCase()],
    ['percent', 1, hex.replaceAll(/../g, '%$&')],
    ['percent', 1, hex.replaceAll(/../g, '%$&').toUpperCase()],
    ['escape', 1, hex.replaceAll(/../g, 'x$&')],
  ]
  return texts.flatMap(([encoding, group, text]) =>
    text === undefined || text === '' ? [] : [{ encoding, bytes: fromLatin1(text), group }],
  )
}

function aligned(size: number): number[] {
  return Array.from({ length: size }, (_, skip) => skip)
}

/** The letters that a value gives for certain when `skip` unknown bytes stand before it in its group. */
function inner(
  encode: (bytes: Uint8Array) => string,
  bytes: Uint8Array,
  skip: number,
  group: number,
  letters: number,
): string | undefined {
  const drop = (group - skip) % group
  const whole = Math.floor((bytes.length - drop) / group)
  if (whole <= 0) return undefined
  return encode(bytes.subarray(drop, drop + whole * group)).slice(0, whole * letters)
}

function url(text: string | undefined): string | undefined {
  return text !== undefined && /[+/]/.test(text) ? text.replaceAll('+', '-').replaceAll('/', '_') : undefined
}
