import { parsePattern } from '@clawback/model'
import type { Pattern, PatternPlace } from '@clawback/model'

import { piecesOf } from './pieces.js'
import { openSide } from './sides.js'
import type { Side } from './sides.js'

/** Finds a pattern in a text: its place, or undefined. */
export interface Search {
  (text: string): { readonly start: number; readonly end: number } | undefined
  /** Sets of pieces, in lower case, of each of which every match holds one; none where nothing can be told. */
  readonly pieces: readonly (readonly string[])[]
}

/** Longest stretch one search looks at, and how far stretches overlap. */
const window = { units: 4096, overlap: 512 }
/** An open repetition (`*`, `+`) stands for at most so many. */
const mostRepeats = 400

/**
 * Compiles one pattern of the linear subset (Sigma modifiers, regular expressions). The linear engine lives on another
 * floor, so the tree of the checked pattern is written out for the built-in one, which backtracks; therefore repetitions
 * inside repetitions are refused, open ones are bounded, and a text is looked at in bounded stretches. The caller keeps a
 * time budget on top. Throws PatternError, or a TypeError that says why the pattern cannot be run safely.
 */
export function compileSearch(source: string): Search {
  const flags = /^\(\?([ims]+)\)/.exec(source)?.[1] ?? ''
  const tree = parsePattern(source, flags)
  if (nests(tree, false)) throw new TypeError('it repeats what is itself repeated without bound')
  // Most patterns are never tried: the text has none of their pieces.
  let sides: readonly Side[] | undefined
  let whole: RegExp | undefined
  const search = (text: string): ReturnType<Search> => {
    sides ??= sidesOf(tree)
    for (let from = 0; from < text.length || from === 0; from += window.units - window.overlap) {
      const stretch = text.slice(from, from + window.units).toWellFormed()
      const isThere = sides.every((side) => side(stretch))
      const found = isThere ? (whole ??= new RegExp(write(tree), 'u')).exec(stretch) : null
      if (found !== null) return { start: from + found.index, end: from + found.index + found[0].length }
      if (from + window.units >= text.length) return undefined
    }
    return undefined
  }
  return Object.assign(search, { pieces: piecesOf(tree) })
}

/** Least width of a gap by which a pattern has two sides that are worth looking for by themselves. */
const widest = 100

/** `this.{0,300}that`: both sides must be there, and many patterns share one of them. */
function sidesOf(pattern: Pattern): readonly Side[] {
  const items = pattern.type === 'sequence' ? pattern.items : []
  const gap = items.findIndex(
    (item) => item.type === 'repeat' && item.item.type === 'any' && item.max >= widest,
  )
  if (gap <= 0 || gap === items.length - 1) return []
  const parts = [items.slice(0, gap), items.slice(gap + 1)].map((part) => part.map(write).join(''))
  // A list of circumstances is longer than one act, and all the acts have it: where it is not, none is looked for.
  return parts.toSorted((a, b) => b.length - a.length).map(openSide)
}

function nests(pattern: Pattern, inside: boolean): boolean {
  switch (pattern.type) {
    case 'repeat': {
      const open = pattern.max === -1 || pattern.max > mostRepeats
      return (open && inside) || nests(pattern.item, inside || open)
    }
    case 'sequence':
    case 'choice':
      return pattern.items.some((item) => nests(item, inside))
    default:
      return false
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

function write(pattern: Pattern): string {
  switch (pattern.type) {
    case 'any':
      return pattern.newline ? '[^]' : '[^\\n]'
    case 'at':
      return places[pattern.place]
    case 'sequence':
      return pattern.items.map(write).join('')
    case 'choice':
      return `(?:${pattern.items.map(write).join('|')})`
    case 'repeat': {
      const max = pattern.max === -1 ? Math.max(pattern.min, mostRepeats) : pattern.max
      return `(?:${write(pattern.item)}){${pattern.min},${max}}`
    }
    case 'set':
      return set(pattern)
  }
}

function set({ ranges, negated, fold }: Extract<Pattern, { type: 'set' }>): string {
  const all = fold ? ranges.flatMap(([from, to]) => bothCases(from, to)) : ranges
  if (all.length === 0) return negated ? '[^]' : '[]'
  const body = all.map(([from, to]) => `${escape(from)}-${escape(to)}`).join('')
  return `[${negated ? '^' : ''}${body}]`
}

/** A range with the other case of its ASCII letters; small ranges with that of all. */
function bothCases(from: number, to: number): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [[from, to]]
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
  return `\\u{${code.toString(16)}}`
}
