import type { CodeRange, Pattern, PatternPlace } from '@clawback/model'

import { repeatsOf } from './pattern-width.js'
import { remembered } from '../remembered.js'
import { beyond } from './subject.js'

/** What a pattern is written for: texts of one unit a character (see `openSubject`), or any text, with the `u` flag. */
export type Alphabet = 'units' | 'points'

/** A pattern as the built-in engine reads it. */
export interface Written {
  readonly source: string
  readonly alphabet: Alphabet
}

/** The alphabet a pattern needs: one that tells characters beyond U+FFFF apart needs `points`, which costs ten times as much. */
export function alphabetOf(pattern: Pattern): Alphabet {
  return isAlike(pattern) ? 'units' : 'points'
}

function isAlike(pattern: Pattern): boolean {
  switch (pattern.type) {
    case 'sequence':
      return pattern.items.every(isAlike)
    case 'choice':
      return areAlike(pattern)
    case 'repeat':
      return isAlike(pattern.item)
    case 'set':
      return pattern.ranges.every(([from, to]) => to < beyond || (from <= beyond && to === 0x10ffff))
    case 'any':
    case 'at':
      return true
  }
}

const areAlike = remembered(({ items }: Extract<Pattern, { type: 'choice' }>) => items.every(isAlike))

/** Writes a pattern for the built-in engine: the same for the same tree. */
export function writePattern(pattern: Pattern, alphabet: Alphabet): string {
  switch (pattern.type) {
    case 'any':
      return pattern.newline ? '[^]' : '[^\\n]'
    case 'at':
      return places[pattern.place]
    case 'sequence':
      return pattern.items.map((item) => writePattern(item, alphabet)).join('')
    case 'choice':
      return choices[alphabet](pattern)
    case 'repeat':
      return `(?:${writePattern(pattern.item, alphabet)}){${pattern.min},${repeatsOf(pattern)}}`
    case 'set':
      return sets[alphabet](pattern)
  }
}

/** Patterns share their lists of words, and most of their sets are one letter. */
const choices = both((alphabet) =>
  remembered(
    ({ items }: Extract<Pattern, { type: 'choice' }>) =>
      `(?:${items.map((item) => writePattern(item, alphabet)).join('|')})`,
  ),
)
const sets = both((alphabet) => remembered((set: CodeSet) => writeSet(set, alphabet)))

function both<Value>(of: (alphabet: Alphabet) => Value): Readonly<Record<Alphabet, Value>> {
  return { units: of('units'), points: of('points') }
}

const places: Readonly<Record<PatternPlace, string>> = {
  'text-start': '(?<![^])',
  'text-end': '(?![^])',
  'line-start': '(?<![^\\n])',
  'line-end': '(?![^\\n])',
  word: '\\b',
  'not-word': '\\B',
}

type CodeSet = Extract<Pattern, { type: 'set' }>

function writeSet({ ranges, negated, fold }: CodeSet, alphabet: Alphabet): string {
  const all = fold ? ranges.flatMap(([from, to]) => bothCases(from, to)) : ranges
  const within =
    alphabet === 'points'
      ? all
      : all.flatMap(([from, to]): CodeRange[] => (from > beyond ? [] : [[from, Math.min(to, beyond)]]))
  if (within.length === 0) return negated ? '[^]' : '[]'
  return `[${negated ? '^' : ''}${within.map((range) => writeRange(range, alphabet)).join('')}]`
}

function writeRange([from, to]: CodeRange, alphabet: Alphabet): string {
  return from === to ? escape(from, alphabet) : `${escape(from, alphabet)}-${escape(to, alphabet)}`
}

/** A range with the other case of its ASCII letters; small ranges with that of all. */
function bothCases(from: number, to: number): CodeRange[] {
  const found: CodeRange[] = [[from, to]]
  for (const [a, z, shift] of [
    [65, 90, 32],
    [97, 122, -32],
  ] as const) {
    const [start, end] = [Math.max(from, a), Math.min(to, z)]
    if (start <= end) found.push([start + shift, end + shift])
  }
  if (from > 127 && to - from < 64)
    for (let code = from; code <= to; code++) {
      const letter = String.fromCodePoint(code)
      for (const other of [letter.toLowerCase(), letter.toUpperCase()]) {
        const point = other.codePointAt(0)
        // One letter for one: `ß` is no `S` for having `SS` as its capital.
        if (point !== undefined && point !== code && other === String.fromCodePoint(point))
          found.push([point, point])
      }
    }
  return found
}

function escape(code: number, alphabet: Alphabet): string {
  if (/^[\w ]$/.test(String.fromCodePoint(code))) return String.fromCodePoint(code)
  const digits = code.toString(16)
  return alphabet === 'points' ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`
}
