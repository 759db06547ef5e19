import type { CanaryValue } from './hits.js'
import { fromLatin1, utf8 } from './codecs/bytes.js'
import { encodeBase64 } from './codecs/base64.js'
import { encodeBase32 } from './codecs/base32.js'
import { encodeBase58 } from './codecs/base58.js'
import { encodeBase85 } from './codecs/base85.js'
import { encodeHex } from './codecs/hex.js'
import { reverse, rot13 } from './codecs/escapes.js'

/** Bytes to look for, and what finding them means. */
export interface Needle {
  readonly canary: CanaryValue
  readonly bytes: Uint8Array
  readonly encoding: string
  readonly partial: boolean
}

/** Shortest piece of a value that counts. */
export const pieceLength = 12

/** Every form of one planted value that can be found by comparing bytes. */
export function needlesOf(canary: CanaryValue): Needle[] {
  const needles: Needle[] = []
  const add = (value: string, partial: boolean): void => {
    for (const [encoding, form] of partial ? pieceForms(value) : forms(value))
      if (form.length >= pieceLength - 1 || (!partial && form.length >= 6))
        needles.push({ canary, bytes: form, encoding, partial })
  }
  add(canary.value, false)
  if (canary.value.includes('\n')) add(canary.value.replaceAll(/[\s.,;:"'`|&\\]/g, ''), false)
  for (const piece of pieces(canary.value)) add(piece, true)
  return needles
}

/** Prefixes that every token of a vendor has: a piece must go beyond them. */
const vendor =
  /^(?:sk-ant-(?:api|admin)?\d{0,2}-?|sk-(?:proj-)?|github_pat_|gh[pousr]_|glpat-|xox[a-z]-|AKIA|ASIA|AIza|npm_|pypi-|hf_|eyJ[A-Za-z0-9_-]*\.?|-----BEGIN[^\n]*-----\s*)/

/** The beginning of a value and windows over the rest, each telling enough to be no chance. */
function pieces(value: string): string[] {
  const from = vendor.exec(value)?.[0].length ?? 0
  const body = value.slice(from).replaceAll(/-----[^\n]*-----|\s+/g, '')
  if (body.length <= pieceLength) return []
  const found = new Set<string>()
  const step = body.length <= 96 ? 1 : Math.ceil(body.length / 96)
  for (let at = 0; at + pieceLength <= body.length; at += step) found.add(body.slice(at, at + pieceLength))
  return [...found].filter((piece) => new Set(piece).size >= 6)
}

type Form = readonly [encoding: string, bytes: Uint8Array]

function forms(value: string): Form[] {
  const bytes = utf8(value)
  const once: Form[] = [['raw', bytes], ...encodings(bytes)]
  const backwards: Form[] = [
    ['reversed', utf8(reverse(value))],
    ['rot13', utf8(rot13(value))],
    ['utf-16', fromLatin1(Array.from(value).join('\0'))],
  ]
  const lowered: Form[] = value.toLowerCase() === value ? [] : [['lower-case', utf8(value.toLowerCase())]]
  return [...once, ...backwards, ...lowered]
}

/** Pieces are many: they get the forms of common use; through rarer ones they are found by decoding. */
function pieceForms(value: string): Form[] {
  const bytes = utf8(value)
  const hex = encodeHex(bytes)
  const texts = aligned(3).flatMap((skip) => {
    const text = inner(encodeBase64, bytes, skip, 3, 4)
    return [text, url(text)]
  })
  return [
    ['raw', bytes],
    ...texts.flatMap((text): Form[] => (text === undefined ? [] : [['base64', utf8(text)]])),
    ['hex', utf8(hex)],
    ['hex', utf8(hex.toUpperCase())],
  ]
}

function encodings(bytes: Uint8Array): Form[] {
  const texts: (readonly [string, string | undefined])[] = [
    ...aligned(3).map((skip) => ['base64', inner(encodeBase64, bytes, skip, 3, 4)] as const),
    ...aligned(3).map((skip) => ['base64', url(inner(encodeBase64, bytes, skip, 3, 4))] as const),
    ...aligned(5).map((skip) => ['base32', inner(encodeBase32, bytes, skip, 5, 8)] as const),
    ...aligned(5).map((skip) => ['base32', inner(encodeBase32, bytes, skip, 5, 8)?.toLowerCase()] as const),
    ...aligned(4).flatMap((skip) =>
      (['ascii85', 'base85', 'z85'] as const).map(
        (variant) => ['base85', inner((b) => encodeBase85(b, variant), bytes, skip, 4, 5)] as const,
      ),
    ),
    ['base58', encodeBase58(bytes)],
    ['hex', encodeHex(bytes)],
    ['hex', encodeHex(bytes).toUpperCase()],
    ['percent', percent(bytes)],
    ['percent', percent(bytes).toUpperCase()],
    ['escape', encodeHex(bytes).replaceAll(/../g, 'x$&')],
  ]
  return texts.flatMap(([encoding, text]) =>
    text === undefined || text === '' ? [] : [[encoding, utf8(text)]],
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

function percent(bytes: Uint8Array): string {
  return encodeHex(bytes).replaceAll(/../g, '%$&')
}
