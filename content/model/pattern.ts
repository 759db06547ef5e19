import { groupEnd, keepGroup, knownGroup } from './pattern-groups.js'
import { literal, readEscape, readSet } from './pattern-sets.js'
import { patternCaps, PatternError } from './pattern-tree.js'
import type { Flags, Pattern, Reader } from './pattern-tree.js'

/** Parses a pattern; `flags` are of `ims`. Throws {@link PatternError} on anything outside the subset. */
export function parsePattern(source: string, flags: string): Pattern {
  if (source.length > patternCaps.length)
    throw new PatternError('the pattern is too long', patternCaps.length)
  const reader: Reader = { source, at: 0, depth: 0, deepest: 0 }
  const pattern = readChoice(reader, flagsOf(flags))
  if (reader.at < source.length) throw new PatternError('there is a `)` too many', reader.at)
  if (places(pattern) > patternCaps.places) throw new PatternError('the counted repetitions are too large', 0)
  return pattern
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
    if (readPlain(reader, flags, items.at(-1) ?? [])) continue
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

/** Letters, digits and spaces that stand for themselves, as many as there are; the last may be repeated, so it stays. */
function readPlain(reader: Reader, flags: Flags, into: Pattern[]): boolean {
  const { source, at } = reader
  let end = at
  while (isPlain(source.charCodeAt(end))) end++
  // The one before a quantifier is what that repeats.
  if (end < source.length && '*+?{'.includes(source[end] ?? '')) end--
  for (let on = at; on < end; on++) into.push(literal(source.charCodeAt(on), flags))
  reader.at = Math.max(at, end)
  return reader.at > at
}

function isPlain(unit: number): boolean {
  return (
    (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 48 && unit <= 57) || unit === 32
  )
}

function sequenceOf(items: readonly Pattern[]): Pattern {
  return items.length === 1 && items[0] !== undefined ? items[0] : { type: 'sequence', items }
}

/** `(?i)` up to the end of its group. */
function readInlineFlags(reader: Reader, flags: Flags): Flags | undefined {
  if (!reader.source.startsWith('(?', reader.at)) return undefined
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

/** A group, which may have been read before. */
function readGroup(reader: Reader, flags: Flags): Pattern {
  const { at, depth, deepest } = reader
  const end = groupEnd(reader.source, at)
  if (end === undefined) return readGroupAnew(reader, flags)
  const key = `${flags.i ? 'i' : ''}${flags.m ? 'm' : ''}${flags.s ? 's' : ''}(${reader.source.slice(at, end)}`
  const known = knownGroup(key)
  if (known !== undefined && depth + known.depth <= patternCaps.depth) {
    reader.at = end + 1
    reader.deepest = Math.max(deepest, depth + known.depth)
    return known.tree
  }
  reader.deepest = depth
  const tree = readGroupAnew(reader, flags)
  if (reader.at === end + 1) keepGroup(key, { tree, depth: reader.deepest - depth })
  reader.deepest = Math.max(deepest, reader.deepest)
  return tree
}

function readGroupAnew(reader: Reader, flags: Flags): Pattern {
  const open = reader.at - 1
  if (++reader.depth > patternCaps.depth) throw new PatternError('groups are nested too deep', open)
  reader.deepest = Math.max(reader.deepest, reader.depth)
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
  if ('*+?{'.includes(reader.source[reader.at] ?? ' ') && repetition({ ...reader }) !== undefined)
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

/** Of groups, which are shared, how many places they have. */
const placesOf = new WeakMap<Pattern, number>()

/** How many places an automaton of the pattern has: repetitions are written out. */
function places(pattern: Pattern): number {
  switch (pattern.type) {
    case 'sequence':
    case 'choice': {
      const known = placesOf.get(pattern) ?? pattern.items.reduce((sum, item) => sum + places(item), 1)
      placesOf.set(pattern, known)
      return known
    }
    case 'repeat':
      return places(pattern.item) * Math.max(pattern.min + (pattern.max === -1 ? 1 : 0), pattern.max, 1) + 1
    case 'set':
    case 'any':
    case 'at':
      return 1
  }
}
