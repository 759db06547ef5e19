import type { Candidate } from './candidate.js'
import { utf8 } from './codecs/bytes.js'
import { decodeBase64 } from './codecs/base64.js'
import { decodeBase32 } from './codecs/base32.js'
import { decodeBase58 } from './codecs/base58.js'
import { decodeBase85 } from './codecs/base85.js'
import { decodeHex } from './codecs/hex.js'
import { decodeEntities, decodeEscapes, decodePercent } from './codecs/escapes.js'
import type { Run } from './runs.js'
import { findRuns } from './runs.js'
import { turned } from './turned.js'

/**
 * Stretches that have the shape of an encoding, cheapest and surest encodings first. Linear in the text.
 * Without `prose`, lines that make sense backwards or rotated are none of them.
 */
export function* candidates(text: string, prose = true): Generator<Candidate> {
  const { letters, words } = findRuns(text)
  yield* inside(
    text,
    letters,
    'hex',
    /(?<![0-9a-zA-Z])(?:0x)?((?:[0-9a-fA-F]{2}){8,})(?![0-9a-zA-Z])/g,
    decodeHex,
  )
  yield* shaped(
    text,
    'hex',
    /(?:(?:0x|\\x)?[0-9a-fA-F]{2}[ ,:]{1,2}){7,}(?:0x|\\x)?[0-9a-fA-F]{2}/g,
    spacedHex,
  )
  yield* wrapped(text, letters)
  yield* padded(text)
  yield* inside(
    text,
    letters,
    'base32',
    /(?<![A-Za-z0-9])(?:[A-Z2-7]{16,}|[a-z2-7]{16,})={0,6}(?![A-Za-z0-9])/g,
    decodeBase32,
  )
  if (text.includes('%')) yield* percents(text)
  if (text.includes('\\'))
    yield* shaped(
      text,
      'escape',
      /(?:\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|u\{[0-9a-fA-F]{1,6}\}|U[0-9a-fA-F]{8}|[0-7]{3})[^\\\n"']{0,8}){4,}/g,
      (whole) => utf8(decodeEscapes(whole)),
    )
  if (text.includes('&'))
    yield* shaped(text, 'entity', /(?:&(?:#[xX]?[0-9a-fA-F]{1,7}|[a-zA-Z]{2,8});[^&\n]{0,8}){4,}/g, (whole) =>
      utf8(decodeEntities(whole)),
    )
  yield* shaped(text, 'codes', /\d{1,3}(?:[\s)+]{0,6}[,;+][\s(a-zA-Z]{0,8}\d{1,3}){7,}/g, charCodes)
  if (text.includes('<~'))
    yield* shaped(text, 'ascii85', /<~[!-uz\s]{8,65536}~>/g, (whole) =>
      decodeBase85(whole.slice(2, -2).replaceAll(/\s/g, ''), 'ascii85'),
    )
  yield* inside(
    text,
    letters,
    'base58',
    /(?<![A-Za-z0-9])[1-9A-HJ-NP-Za-km-z]{16,1024}(?![A-Za-z0-9])/g,
    decodeBase58,
  )
  yield* inside(text, words, 'base85', base85Run, (whole) => decodeBase85(whole, 'base85'))
  yield* inside(text, words, 'z85', z85Run, (whole) => decodeBase85(whole, 'z85'))
  yield* inside(
    text,
    words,
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

/** The same, where the pattern can match only inside given stretches and up to eight units after them. */
function* inside(
  text: string,
  runs: readonly Run[],
  encoding: string,
  pattern: RegExp,
  decode: (whole: string) => Uint8Array | undefined,
): Generator<Candidate> {
  const after = encoding === 'base32' ? 8 : 0
  for (const { start, end } of runs)
    for (const { encoding: kind, start: from, end: to, decode: undo } of shaped(
      text.slice(start, end + after),
      encoding,
      pattern,
      decode,
    ))
      yield { encoding: kind, start: start + from, end: start + to, decode: undo }
}

/** base64, over the lines it is wrapped to. */
function* wrapped(text: string, runs: readonly Run[]): Generator<Candidate> {
  const pattern = /[A-Za-z0-9+/_-]{16,}(?:\r?\n[A-Za-z0-9+/_-]{4,})*={0,2}/y
  let done = 0
  for (const { start } of runs) {
    if (start < done) continue
    pattern.lastIndex = start
    const whole = pattern.exec(text)?.[0]
    if (whole === undefined) continue
    done = start + whole.length
    yield { encoding: 'base64', start, end: done, decode: () => decodeBase64(whole.slice(0, longest)) }
  }
}

/** Short base64, told by its padding. */
function* padded(text: string): Generator<Candidate> {
  for (let at = text.indexOf('='); at >= 0; at = text.indexOf('=', at + 1)) {
    const before = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{8,15}$/.exec(
      text.slice(Math.max(0, at - 16), at),
    )?.[0]
    if (before === undefined) continue
    const start = at - before.length
    const end = text.charAt(at + 1) === '=' ? at + 2 : at + 1
    yield { encoding: 'base64', start, end, decode: () => decodeBase64(text.slice(start, end)) }
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
