import type { Hidden } from './spans.js'
import { fromUtf8 } from './codecs/bytes.js'
import { hasLookalike, skeleton } from './homoglyphs.js'

/** Finds characters that are not seen: zero-width, tags, variation selectors, bidi controls, look-alike letters. */
export function* hiddenCharacters(text: string): Generator<Hidden> {
  if (!beyondAscii.test(text)) return
  yield* zeroWidth(text)
  yield* tags(text)
  yield* variations(text)
  yield* bidi(text)
  if (hasLookalike(text)) yield* homoglyphs(text)
}

// eslint-disable-next-line no-control-regex -- ASCII begins there
const beyondAscii = /[^\u0000-\u007f]/

const joinable = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]/u
const joining =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Thai}\p{Script=Khmer}\p{Script=Myanmar}]/u

function* zeroWidth(text: string): Generator<Hidden> {
  for (const match of text.matchAll(/[\u200b-\u200f\u2060-\u2064\u180e\ufeff\u115f\u1160\u3164\u2800]+/g)) {
    const run = match[0]
    const start = match.index
    const before = lastCharacter(text, start)
    const after = text.slice(start + run.length, start + run.length + 2)
    if (start === 0 && run === '\ufeff') continue
    if (
      run.length <= 2 &&
      (joinable.test(before) || joining.test(before)) &&
      !/[a-z0-9]/i.test(after.charAt(0))
    )
      continue
    if (/^[\u200e\u200f]+$/.test(run) && nearRightToLeft(text, start)) continue
    yield { type: 'zero-width', start, end: start + run.length, count: run.length, text: bits(run) }
  }
}

function lastCharacter(text: string, end: number): string {
  return Array.from(text.slice(Math.max(0, end - 2), end)).at(-1) ?? ''
}

function nearRightToLeft(text: string, at: number): boolean {
  return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(text.slice(Math.max(0, at - 200), at + 200))
}

/** Text spelled in bits by two zero-width characters, in either order; empty when it spells nothing printable. */
function bits(run: string): string {
  const symbols = [...new Set(run)]
  if (run.length < 16 || symbols.length < 2 || symbols.length > 3) return ''
  for (const [zero, one] of [
    [symbols[0], symbols[1]],
    [symbols[1], symbols[0]],
  ]) {
    const digits = Array.from(run)
      .filter((c) => c === zero || c === one)
      .map((c) => (c === one ? '1' : '0'))
    for (const width of [8, 7, 16]) {
      const groups = digits.join('').match(new RegExp(`.{${width}}`, 'g')) ?? []
      const spelled = groups.map((group) => String.fromCharCode(parseInt(group, 2))).join('')
      if (/^[\x20-\x7e\n\t]{2,}$/.test(spelled)) return spelled
    }
  }
  return ''
}

function* tags(text: string): Generator<Hidden> {
  for (const match of text.matchAll(/[\u{e0000}-\u{e007f}]+/gu)) {
    const points = Array.from(match[0]).map((c) => (c.codePointAt(0) ?? 0) - 0xe0000)
    const flag =
      text.slice(0, match.index).endsWith('\u{1f3f4}') && points.at(-1) === 0x7f && points.length <= 7
    if (flag) continue
    const spelled = points.filter((p) => p >= 0x20 && p < 0x7f).map((p) => String.fromCharCode(p))
    yield {
      type: 'tag',
      start: match.index,
      end: match.index + match[0].length,
      count: points.length,
      text: spelled.join(''),
    }
  }
}

/** Runs of two or more variation selectors carry bytes: VS1-16 are 0-15, VS17-256 are 16-255. */
function* variations(text: string): Generator<Hidden> {
  for (const match of text.matchAll(/(?:[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]){2,}/gu)) {
    const bytes = Uint8Array.from(Array.from(match[0]), (c) => {
      const point = c.codePointAt(0) ?? 0
      return point < 0x10000 ? point - 0xfe00 : point - 0xe0100 + 16
    })
    yield {
      type: 'variation',
      start: match.index,
      end: match.index + match[0].length,
      count: bytes.length,
      text: fromUtf8(bytes) ?? '',
    }
  }
}

function* bidi(text: string): Generator<Hidden> {
  for (const match of text.matchAll(/[\u202a-\u202e\u2066-\u2069]+/g)) {
    const override = /[\u202d\u202e]/.test(match[0])
    if (!override && nearRightToLeft(text, match.index)) continue
    const end = match.index + match[0].length
    const affected = /^[^\n\u202c\u2069]{0,200}/.exec(text.slice(end, end + 200))?.[0] ?? ''
    yield { type: 'bidi', start: match.index, end, count: match[0].length, text: affected }
  }
}

function* homoglyphs(text: string): Generator<Hidden> {
  for (const match of text.matchAll(/[\p{L}\p{M}]{2,64}/gu)) {
    const plain = skeleton(match[0])
    if (plain === undefined) continue
    const count = Array.from(match[0]).filter((c) => (c.codePointAt(0) ?? 0) > 127).length
    yield { type: 'homoglyph', start: match.index, end: match.index + match[0].length, count, text: plain }
  }
}
