import { utf8 } from './codecs/bytes.js'
import { decodeBase64 } from './codecs/base64.js'
import { decodeBase32 } from './codecs/base32.js'
import { decodeBase58 } from './codecs/base58.js'
import { decodeBase85 } from './codecs/base85.js'
import { decodeHex } from './codecs/hex.js'
import { decodeEntities, decodeEscapes, decodePercent, reverse, rot13 } from './codecs/escapes.js'
import { tellingWords } from './meaningful.js'

/** A stretch of a text that may be encoded, and how to undo it. */
export interface Candidate {
  readonly encoding: string
  readonly start: number
  readonly end: number
  readonly decode: () => Uint8Array | undefined
}

/**
 * Stretches that have the shape of an encoding, cheapest and surest encodings first. Linear in the text.
 * Without `prose`, lines that make sense backwards or rotated are none of them.
 */
export function* candidates(text: string, prose = true): Generator<Candidate> {
  yield* shaped(text, 'hex', /(?<![0-9a-zA-Z])(?:0x)?((?:[0-9a-fA-F]{2}){8,})(?![0-9a-zA-Z])/g, decodeHex)
  yield* shaped(
    text,
    'hex',
    /(?:(?:0x|\\x)?[0-9a-fA-F]{2}[ ,:]{1,2}){7,}(?:0x|\\x)?[0-9a-fA-F]{2}/g,
    spacedHex,
  )
  yield* shaped(text, 'base64', /[A-Za-z0-9+/_-]{16,}(?:\r?\n[A-Za-z0-9+/_-]{4,})*={0,2}/g, decodeBase64)
  yield* shaped(text, 'base64', /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{8,15}={1,2}/g, decodeBase64)
  yield* shaped(
    text,
    'base32',
    /(?<![A-Za-z0-9])(?:[A-Z2-7]{16,}|[a-z2-7]{16,})={0,6}(?![A-Za-z0-9])/g,
    decodeBase32,
  )
  yield* percents(text)
  yield* shaped(
    text,
    'escape',
    /(?:\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|u\{[0-9a-fA-F]{1,6}\}|U[0-9a-fA-F]{8}|[0-7]{3})[^\\\n"']{0,8}){4,}/g,
    (whole) => utf8(decodeEscapes(whole)),
  )
  yield* shaped(text, 'entity', /(?:&(?:#[xX]?[0-9a-fA-F]{1,7}|[a-zA-Z]{2,8});[^&\n]{0,8}){4,}/g, (whole) =>
    utf8(decodeEntities(whole)),
  )
  yield* shaped(text, 'codes', /\d{1,3}(?:[\s)+]{0,6}[,;+][\s(a-zA-Z]{0,8}\d{1,3}){7,}/g, charCodes)
  yield* shaped(text, 'ascii85', /<~[!-uz\s]{8,65536}~>/g, (whole) =>
    decodeBase85(whole.slice(2, -2).replaceAll(/\s/g, ''), 'ascii85'),
  )
  yield* shaped(text, 'base58', /(?<![A-Za-z0-9])[1-9A-HJ-NP-Za-km-z]{16,1024}(?![A-Za-z0-9])/g, decodeBase58)
  yield* shaped(text, 'base85', base85Run, (whole) => decodeBase85(whole, 'base85'))
  yield* shaped(text, 'z85', z85Run, (whole) => decodeBase85(whole, 'z85'))
  yield* shaped(
    text,
    'ascii85',
    /(?<!\S)(?=[A-Za-z0-9]{0,40}[^A-Za-z0-9\s])[!-u]{20,65536}(?!\S)/g,
    (whole) => decodeBase85(whole, 'ascii85'),
  )
  if (prose) yield* turned(text)
}

/** Unbroken stretches of the letters of one alphabet that hold more than letters and digits. */
const base85Run =
  /(?<![\w!#$%&()*+\-;<=>?@^`{|}~])(?=[A-Za-z0-9]{0,40}[!#$%&()*+\-;<=>?@^_`{|}~])[\w!#$%&()*+\-;<=>?@^`{|}~]{20,65536}(?![\w!#$%&()*+\-;<=>?@^`{|}~])/g
const z85Run =
  /(?<![A-Za-z0-9.\-:+=^!/*?&<>()[\]{}@%$#])(?=[A-Za-z0-9]{0,40}[.\-:+=^!/*?&<>()[\]{}@%$#])[A-Za-z0-9.\-:+=^!/*?&<>()[\]{}@%$#]{20,65536}(?![A-Za-z0-9.\-:+=^!/*?&<>()[\]{}@%$#])/g

/** Longest stretch handed to a decoder. */
const longest = 1024 * 1024

function* shaped(
  text: string,
  encoding: string,
  pattern: RegExp,
  decode: (whole: string) => Uint8Array | undefined,
): Generator<Candidate> {
  for (const match of text.matchAll(pattern)) {
    const whole = (match[1] ?? match[0]).slice(0, longest)
    yield {
      encoding,
      start: match.index,
      end: match.index + match[0].length,
      decode: () => decode(whole),
    }
  }
}

/** Stretches with percent escapes, with the word that they are in or behind. */
function* percents(text: string): Generator<Candidate> {
  let before = 0
  for (const match of text.matchAll(/(?:%[0-9a-fA-F]{2}[^\s"'`<>%]{0,16}){3,}/g)) {
    const head = text.slice(Math.max(before, match.index - 256), match.index)
    const start = match.index - (/[^\s"'`<>%]*$/.exec(head)?.[0].length ?? 0)
    before = match.index + match[0].length
    const whole = text.slice(start, Math.min(before, start + longest))
    yield { encoding: 'percent', start, end: before, decode: () => decodePercent(whole) }
  }
}

function spacedHex(whole: string): Uint8Array | undefined {
  return decodeHex(whole.replaceAll(/0x|\\x|[ ,:]/g, ''))
}

function charCodes(whole: string): Uint8Array | undefined {
  const codes = (whole.match(/\d{1,3}/g) ?? []).map(Number)
  return codes.every((code) => code < 256) ? Uint8Array.from(codes) : undefined
}

/** Lines that only make sense rotated or backwards: they gain telling words that they do not have as they stand. */
function* turned(text: string): Generator<Candidate> {
  for (const match of text.matchAll(/[^\n]{12,4096}/g)) {
    const line = match[0]
    const plain = tellingWords(line)
    for (const [encoding, turn] of [
      ['rot13', rot13],
      ['reversed', reverse],
    ] as const) {
      const other = turn(line)
      if (tellingWords(other) < plain + 2) continue
      yield { encoding, start: match.index, end: match.index + line.length, decode: () => utf8(other) }
    }
  }
}
