import type { Written } from './pattern-text.js'
import type { Starts } from './starts.js'
import type { Subject } from './subject.js'

/** Finds one pattern in a text. Offsets of starts are those of the plain text; places are those of the text as it is. */
export interface Finder {
  /** The leftmost match, or undefined. `starts`, where known, are the only places it may begin at. */
  first(subject: Subject, starts?: Starts): Found | undefined
  /** Every one of `starts` at which there is a match, in order. Of patterns for `units` only (see `alphabetOf`). */
  all(subject: Subject, starts: Starts): number[]
}

/** A place in a text, in UTF-16 units. */
export interface Found {
  readonly start: number
  readonly end: number
}

/** Readies a pattern for the built-in engine. It is written out and compiled when it is first needed: most never are. */
export function openFinder(write: () => Written): Finder {
  let written: Written | undefined
  let anywhere: RegExp | undefined
  let sticky: RegExp | undefined
  const here = (): RegExp => (sticky ??= new RegExp((written ??= write()).source, 'y'))
  return {
    first(subject, starts) {
      const { source, alphabet } = (written ??= write())
      if (alphabet === 'points') return lookThrough(subject.text, (anywhere ??= new RegExp(source, 'u')))
      const found =
        starts === undefined
          ? lookThrough(subject.plain, (anywhere ??= new RegExp(source, '')))
          : lookAt(subject.plain, starts, here())
      return found === undefined ? undefined : { start: subject.at(found.start), end: subject.at(found.end) }
    },
    all: ({ plain }, starts) => [...offsets(starts)].filter((at) => matchAt(here(), plain, at) !== undefined),
  }
}

function* offsets(starts: Starts): Iterable<number> {
  for (const [first, last] of starts) for (let at = first; at <= last; at++) yield at
}

function lookAt(text: string, starts: Starts, expression: RegExp): Found | undefined {
  for (const at of offsets(starts)) {
    const found = matchAt(expression, text, at)
    if (found !== undefined) return found
  }
  return undefined
}

function matchAt(expression: RegExp, text: string, at: number): Found | undefined {
  expression.lastIndex = at
  const found = expression.exec(text)
  return found === null ? undefined : { start: found.index, end: found.index + found[0].length }
}

function lookThrough(text: string, expression: RegExp): Found | undefined {
  const found = expression.exec(text)
  return found === null ? undefined : { start: found.index, end: found.index + found[0].length }
}
