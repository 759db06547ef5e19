/**
 * The regular expressions a plan may carry (Sigma modifiers 2.1, Regular Expression): the PCRE subset that can be
 * matched in linear time. A tree, not yet an automaton: the compiler checks with it, the evaluator builds from it.
 */
export type Pattern =
  | {
      readonly type: 'set'
      readonly ranges: readonly CodeRange[]
      readonly negated: boolean
      readonly fold: boolean
    }
  | { readonly type: 'any'; readonly newline: boolean }
  | { readonly type: 'at'; readonly place: PatternPlace }
  | { readonly type: 'sequence'; readonly items: readonly Pattern[] }
  | { readonly type: 'choice'; readonly items: readonly Pattern[] }
  | { readonly type: 'repeat'; readonly item: Pattern; readonly min: number; readonly max: number }

/** Code points, both ends included. */
export type CodeRange = readonly [from: number, to: number]
export type PatternPlace = 'text-start' | 'text-end' | 'line-start' | 'line-end' | 'word' | 'not-word'

/** Why a pattern is refused. `at` is the UTF-16 offset in the pattern. */
export class PatternError extends Error {
  override readonly name = 'PatternError'
  readonly at: number
  constructor(detail: string, at: number) {
    super(detail)
    this.at = at
  }
}

/** Bounds of one pattern: characters, nesting, the largest count in `{n,m}`, and automaton places in all. */
export const patternCaps = { length: 4096, depth: 64, count: 1000, places: 20_000 } as const

/** Parses a pattern; `flags` are of `ims`. Throws {@link PatternError} on anything outside the subset. */
export function parsePattern(source: string, flags: string): Pattern {
  if (source.length > patternCaps.length)
    throw new PatternError('the pattern is too long', patternCaps.length)
  const reader: Reader = { source, at: 0, depth: 0 }
  const pattern = readChoice(reader, flagsOf(flags))
  if (reader.at < source.length) throw new PatternError('there is a `)` too many', reader.at)
  if (places(pattern) > patternCaps.places) throw new PatternError('the counted repetitions are too large', 0)
  return pattern
}

interface Reader {
  readonly source: string
  at: number
  depth: number
}

interface Flags {
  readonly i: boolean
  readonly m: boolean
  readonly s: boolean
}

function flagsOf(text: string): Flags {
  return { i: text.includes('i'), m: text.includes('m'), s: text.includes('s') }
}

function readChoice(reader: Reader, start: Flags): Pattern {
  let flags = start
  const items: Pattern[][] = [[]]
  while (reader.at < reader.source.length) {
    const c = reader.source[reader.at]
    if (c === ')') break
    if (c === '|') {
      reader.at++
      items.push([])
      continue
    }
    const inline = readInlineFlags(reader, flags)
    if (inline !== undefined) {
      flags = inline
      continue
    }
    items.at(-1)?.push(readRepeat(reader, readAtom(reader, flags)))
  }
  const choices = items.map((sequence) => sequenceOf(sequence))
  return choices.length === 1 && choices[0] !== undefined ? choices[0] : { type: 'choice', items: choices }
}

function sequenceOf(items: readonly Pattern[]): Pattern {
  return items.length === 1 && items[0] !== undefined ? items[0] : { type: 'sequence', items }
}

/** `(?i)` up to the end of its group. */
function readInlineFlags(reader: Reader, flags: Flags): Flags | undefined {
  const found = /^\(\?([ims]*)(?:-([ims]+))?\)/.exec(reader.source.slice(reader.at, reader.at + 16))
  if (found === null || found[0] === '(?)') return undefined
  reader.at += found[0].length
  return withFlags(flags, found[1] ?? '', found[2] ?? '')
}

function withFlags(flags: Flags, on: string, off: string): Flags {
  const value = (flag: 'i' | 'm' | 's'): boolean => (flags[flag] || on.includes(flag)) && !off.includes(flag)
  return { i: value('i'), m: value('m'), s: value('s') }
}

function readAtom(reader: Reader, flags: Flags): Pattern {
  const at = reader.at
  const code = reader.source.codePointAt(at) ?? 0
  reader.at += code > 0xffff ? 2 : 1
  switch (String.fromCodePoint(code)) {
    case '(':
      return readGroup(reader, flags)
    case '[':
      return readSet(reader, flags)
    case '.':
      return { type: 'any', newline: flags.s }
    case '^':
      return { type: 'at', place: flags.m ? 'line-start' : 'text-start' }
    case '$':
      return { type: 'at', place: flags.m ? 'line-end' : 'text-end' }
    case '\\':
      return readEscape(reader, flags)
    case '*':
    case '+':
    case '?':
      throw new PatternError('there is nothing to repeat', at)
    case '{':
      if (counted(reader.source, at) !== undefined) throw new PatternError('there is nothing to repeat', at)
      return literal(code, flags)
    default:
      return literal(code, flags)
  }
}

function literal(code: number, flags: Flags): Pattern {
  return { type: 'set', ranges: [[code, code]], negated: false, fold: flags.i }
}

function readGroup(reader: Reader, flags: Flags): Pattern {
  const open = reader.at - 1
  if (++reader.depth > patternCaps.depth) throw new PatternError('groups are nested too deep', open)
  const head = /^\?(?:P?<[A-Za-z_]\w*>|([ims]*)(?:-([ims]+))?:)/.exec(
    reader.source.slice(reader.at, reader.at + 80),
  )
  if (head === null && reader.source[reader.at] === '?')
    throw new PatternError(
      'look-around, atomic and conditional groups cannot be matched in linear time',
      open,
    )
  reader.at += head?.[0].length ?? 0
  const inner = readChoice(reader, withFlags(flags, head?.[1] ?? '', head?.[2] ?? ''))
  if (reader.source[reader.at] !== ')') throw new PatternError('the group is not closed', open)
  reader.at++
  reader.depth--
  return inner
}

function readRepeat(reader: Reader, item: Pattern): Pattern {
  const at = reader.at
  const counts = repetition(reader)
  if (counts === undefined) return item
  if (counts[1] < counts[0]) throw new PatternError('the repetition counts down', at)
  if (Math.max(counts[0], counts[1] === Infinity ? 0 : counts[1]) > patternCaps.count)
    throw new PatternError(`a repetition may count to ${patternCaps.count}`, at)
  if (reader.source[reader.at] === '?') reader.at++
  else if (reader.source[reader.at] === '+')
    throw new PatternError('possessive repetition is not part of the subset', reader.at)
  if (repetition({ ...reader }) !== undefined)
    throw new PatternError('a repetition cannot be repeated; use a group', reader.at)
  // Infinity has no JSON form, and a tree may be written out: -1 means without end.
  return { type: 'repeat', item, min: counts[0], max: counts[1] === Infinity ? -1 : counts[1] }
}

function repetition(reader: Reader): readonly [number, number] | undefined {
  const simple = { '*': [0, Infinity], '+': [1, Infinity], '?': [0, 1] } as const
  const c = reader.source[reader.at]
  if (c === '*' || c === '+' || c === '?') {
    reader.at++
    return simple[c]
  }
  const found = c === '{' ? counted(reader.source, reader.at) : undefined
  if (found === undefined) return undefined
  reader.at += found.length
  return [found.min, found.max]
}

function counted(source: string, at: number): { min: number; max: number; length: number } | undefined {
  const found = /^\{(\d{1,6})(,?)(\d{0,6})\}/.exec(source.slice(at, at + 18))
  if (found === null || (found[2] === '' && found[3] !== '')) return undefined
  const min = Number(found[1])
  return {
    min,
    max: found[2] === '' ? min : found[3] === '' ? Infinity : Number(found[3]),
    length: found[0].length,
  }
}

const digits: readonly CodeRange[] = [[48, 57]]
const words: readonly CodeRange[] = [...digits, [65, 90], [95, 95], [97, 122]]
const spaces: readonly CodeRange[] = [[9, 13], [32, 32]] // prettier-ignore
const shorthand: Readonly<Record<string, readonly CodeRange[]>> = { d: digits, w: words, s: spaces }
const controls: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, a: 7, e: 27, '0': 0 }

function readEscape(reader: Reader, flags: Flags): Pattern {
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

function readSet(reader: Reader, flags: Flags): Pattern {
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

/** How many places an automaton of the pattern has: repetitions are written out. */
function places(pattern: Pattern): number {
  switch (pattern.type) {
    case 'sequence':
    case 'choice':
      return pattern.items.reduce((sum, item) => sum + places(item), 1)
    case 'repeat':
      return places(pattern.item) * Math.max(pattern.min + (pattern.max === -1 ? 1 : 0), pattern.max, 1) + 1
    case 'set':
    case 'any':
    case 'at':
      return 1
  }
}
