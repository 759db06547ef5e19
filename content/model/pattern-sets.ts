import { PatternError } from './pattern-tree.js'
import type { CodeRange, Flags, Pattern, Reader } from './pattern-tree.js'

const plainAscii = Array.from({ length: 128 }, (_, code) => literalOf(code, false))
const foldedAscii = Array.from({ length: 128 }, (_, code) => literalOf(code, true))

/** Nearly all of a pattern are letters of ASCII: the same object each time. */
export function literal(code: number, { i }: Flags): Pattern {
  return (i ? foldedAscii : plainAscii)[code] ?? literalOf(code, i)
}

function literalOf(code: number, fold: boolean): Pattern {
  return { type: 'set', ranges: [[code, code]], negated: false, fold }
}

const digits: readonly CodeRange[] = [[48, 57]]
const words: readonly CodeRange[] = [...digits, [65, 90], [95, 95], [97, 122]]
const spaces: readonly CodeRange[] = [[9, 13], [32, 32]] // prettier-ignore
const shorthand: Readonly<Record<string, readonly CodeRange[]>> = { d: digits, w: words, s: spaces }
const controls: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, a: 7, e: 27, '0': 0 }

export function readEscape(reader: Reader, flags: Flags): Pattern {
  const c = reader.source[reader.at]
  if (c === 'b' || c === 'B' || c === 'A' || c === 'z') {
    reader.at++
    const place = { b: 'word', B: 'not-word', A: 'text-start', z: 'text-end' } as const
    return { type: 'at', place: place[c] }
  }
  const found = readEscapedSet(reader)
  if (typeof found === 'number') return literal(found, flags)
  return { type: 'set', ranges: found.ranges, negated: found.negated, fold: false }
}

/** After a backslash: a code point, or one of the shorthand sets. */
function readEscapedSet(
  reader: Reader,
): number | { readonly ranges: readonly CodeRange[]; readonly negated: boolean } {
  const at = reader.at
  const c = reader.source[at]
  if (c === undefined) throw new PatternError('the pattern ends in a backslash', at - 1)
  const hex = /^(?:x([0-9a-fA-F]{2})|x\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4}))/.exec(
    reader.source.slice(at, at + 10),
  )
  if (hex !== null) {
    reader.at += hex[0].length
    const code = parseInt(hex[1] ?? hex[2] ?? hex[3] ?? '', 16)
    if (code > 0x10ffff) throw new PatternError('the code point does not exist', at)
    return code
  }
  const code = reader.source.codePointAt(at) ?? 0
  reader.at += code > 0xffff ? 2 : 1
  const set = shorthand[c.toLowerCase()]
  if (set !== undefined && /[dwsDWS]/.test(c)) return { ranges: set, negated: c < 'a' }
  if (Object.hasOwn(controls, c)) return controls[c] ?? 0
  if (/[1-9]/.test(c)) throw new PatternError('back-references cannot be matched in linear time', at - 1)
  if (/[A-Za-z]/.test(c)) throw new PatternError(`\\${c} is not part of the subset`, at - 1)
  return code
}

const named: Readonly<Record<string, readonly CodeRange[]>> = {
  alpha: [[65, 90], [97, 122]], // prettier-ignore
  digit: digits,
  alnum: [...digits, [65, 90], [97, 122]],
  upper: [[65, 90]],
  lower: [[97, 122]],
  space: spaces,
  xdigit: [...digits, [65, 70], [97, 102]],
  punct: [[33, 47], [58, 64], [91, 96], [123, 126]], // prettier-ignore
  word: words,
}

export function readSet(reader: Reader, flags: Flags): Pattern {
  const open = reader.at - 1
  const negated = reader.source[reader.at] === '^'
  if (negated) reader.at++
  const ranges: CodeRange[] = []
  for (let first = true; ; first = false) {
    if (reader.at >= reader.source.length) throw new PatternError('the character class is not closed', open)
    if (reader.source[reader.at] === ']' && !first) break
    readMember(reader, ranges)
  }
  reader.at++
  return { type: 'set', ranges, negated, fold: flags.i }
}

function readMember(reader: Reader, ranges: CodeRange[]): void {
  const posix = /^\[:([a-z]+):\]/.exec(reader.source.slice(reader.at, reader.at + 12))
  if (posix !== null) {
    const set = named[posix[1] ?? '']
    if (set === undefined)
      throw new PatternError(`[:${posix[1] ?? ''}:] is not part of the subset`, reader.at)
    reader.at += posix[0].length
    ranges.push(...set)
    return
  }
  const at = reader.at
  const from = readMemberStart(reader)
  if (typeof from !== 'number') {
    ranges.push(...(from.negated ? complement(from.ranges) : from.ranges))
    return
  }
  if (reader.source[reader.at] !== '-' || (reader.source[reader.at + 1] ?? ']') === ']') {
    ranges.push([from, from])
    return
  }
  reader.at++
  const to = readMemberStart(reader)
  if (typeof to !== 'number' || to < from)
    throw new PatternError('the range of the character class is not one', at)
  ranges.push([from, to])
}

function readMemberStart(reader: Reader): ReturnType<typeof readEscapedSet> {
  if (reader.source[reader.at] === '\\') {
    reader.at++
    if (reader.source[reader.at] === 'b') {
      reader.at++
      return 8
    }
    return readEscapedSet(reader)
  }
  const code = reader.source.codePointAt(reader.at) ?? 0
  reader.at += code > 0xffff ? 2 : 1
  return code
}

/** The code points outside of sorted, disjoint ranges. */
function complement(ranges: readonly CodeRange[]): CodeRange[] {
  const out: CodeRange[] = []
  let next = 0
  for (const [from, to] of ranges) {
    if (from > next) out.push([next, from - 1])
    next = to + 1
  }
  out.push([next, 0x10ffff])
  return out
}
