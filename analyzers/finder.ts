import { countStarts } from './starts.js'
import type { Starts } from './starts.js'

/** Finds one expression in a text. `starts`, where known, are the only offsets (UTF-16 units) a match may begin at. */
export interface Finder {
  /** The leftmost match, or undefined. */
  first(text: string, starts?: Starts): Found | undefined
  /** Every one of `starts` at which there is a match, in order. */
  all(text: string, starts: Starts): number[]
}

/** A place in a text, in UTF-16 units. */
export interface Found {
  readonly start: number
  readonly end: number
}

/** Longest stretch one search looks at, and how far stretches overlap. */
const window = { units: 4096, overlap: 512 }
/** Starts that are tried one by one; with more, to go over the whole is cheaper. */
const mostStarts = 1000

/** Readies an expression of the built-in engine (flag `u`). It is written out when it is first needed: most never are. */
export function openFinder(write: () => string): Finder {
  let written: string | undefined
  let anywhere: RegExp | undefined
  let sticky: RegExp | undefined
  const here = (): RegExp => (sticky ??= new RegExp((written ??= write()), 'uy'))
  return {
    first(text, starts) {
      if (starts === undefined || countStarts(starts) > mostStarts)
        return lookThrough(text, (anywhere ??= new RegExp((written ??= write()), 'u')))
      for (const at of offsets(starts)) {
        const found = matchAt(here(), text, at)
        if (found !== undefined) return found
      }
      return undefined
    },
    all: (text, starts) => [...offsets(starts)].filter((at) => matchAt(here(), text, at) !== undefined),
  }
}

function* offsets(starts: Starts): Iterable<number> {
  for (const [first, last] of starts) for (let at = first; at <= last; at++) yield at
}

function matchAt(expression: RegExp, text: string, at: number): Found | undefined {
  expression.lastIndex = at
  const found = expression.exec(text)
  return found === null ? undefined : { start: found.index, end: found.index + found[0].length }
}

function lookThrough(text: string, expression: RegExp): Found | undefined {
  for (let from = 0; from < text.length || from === 0; from += window.units - window.overlap) {
    const found = expression.exec(text.slice(from, from + window.units).toWellFormed())
    if (found !== null) return { start: from + found.index, end: from + found.index + found[0].length }
    if (from + window.units >= text.length) return undefined
  }
  return undefined
}
