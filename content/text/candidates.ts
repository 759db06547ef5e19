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

/** Stretches that have the shape of an encoding, cheapest and surest encodings first. Linear in the text. */
export function* candidates(text: string): Generator<Candidate> {
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
  if (text.includes('%'))
    yield* inside(
      text,
      wordsWith(text, '%'),
      'percent',
      /[^\s"'`<>%]{0,256}(?:%[0-9a-fA-F]{2}[^\s"'`<>%]{0,16}){3,}/g,
      decodePercent,
    )
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
  yield* inside(text, words, 'base85', /^(?=\S{0,40}[^A-Za-z0-9\s])[!-~]{20,65536}$/g, (whole) =>
    decodeBase85(whole.replace(/^(["'`])(.*)\1[,;)]*$/, '$2'), 'base85'),
  )
  yield* turned(text)
}

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

/** The stretches between white space, quotes and angle brackets in which a character stands. */
function wordsWith(text: string, character: string): Run[] {
  const found: Run[] = []
  for (let at = text.indexOf(character); at >= 0;) {
    let start = at
    while (start > 0 && !border.test(text.charAt(start - 1))) start--
    let end = at + 1
    while (end < text.length && !border.test(text.charAt(end))) end++
    found.push({ start, end })
    at = text.indexOf(character, end)
  }
  return found
}

const border = /[\s"'`<>]/

function spacedHex(whole: string): Uint8Array | undefined {
  return decodeHex(whole.replaceAll(/0x|\\x|[ ,:]/g, ''))
}

function charCodes(whole: string): Uint8Array | undefined {
  const codes = (whole.match(/\d{1,3}/g) ?? []).map(Number)
  return codes.every((code) => code < 256) ? Uint8Array.from(codes) : undefined
}
