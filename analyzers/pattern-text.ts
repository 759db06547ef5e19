import type { CodeRange, Pattern, PatternPlace } from '@clawback/model'

import { repeatsOf } from './pattern-width.js'

/** Writes a pattern for the built-in engine, with its `u` flag: the same for the same tree. */
export function writePattern(pattern: Pattern): string {
  switch (pattern.type) {
    case 'any':
      return pattern.newline ? '[^]' : '[^\\n]'
    case 'at':
      return places[pattern.place]
    case 'sequence':
      return pattern.items.map(writePattern).join('')
    case 'choice':
      return `(?:${pattern.items.map(writePattern).join('|')})`
    case 'repeat':
      return `(?:${writePattern(pattern.item)}){${pattern.min},${repeatsOf(pattern)}}`
    case 'set':
      return writeSet(pattern)
  }
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

/** Most sets are one letter: each is written once. */
const letters = new Map<string, string>()

function writeSet(set: CodeSet): string {
  const [first, ...others] = set.ranges
  if (first === undefined || others.length > 0 || first[0] !== first[1] || set.negated) return write(set)
  const key = `${set.fold ? 'i' : ''}${first[0]}`
  const known = letters.get(key) ?? write(set)
  letters.set(key, known)
  return known
}

function write({ ranges, negated, fold }: CodeSet): string {
  const all = fold ? ranges.flatMap(([from, to]) => bothCases(from, to)) : ranges
  if (all.length === 0) return negated ? '[^]' : '[]'
  const [only] = all
  if (!negated && all.length === 1 && only !== undefined && only[0] === only[1]) return escape(only[0])
  return `[${negated ? '^' : ''}${all.map(writeRange).join('')}]`
}

function writeRange([from, to]: CodeRange): string {
  return from === to ? escape(from) : `${escape(from)}-${escape(to)}`
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

function escape(code: number): string {
  return /^[\w ]$/.test(String.fromCodePoint(code)) ? String.fromCodePoint(code) : `\\u{${code.toString(16)}}`
}
