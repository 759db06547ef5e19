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

/** A pattern that is being read. */
export interface Reader {
  readonly source: string
  at: number
  depth: number
  /** The deepest that groups were nested since this was last set back. */
  deepest: number
}

/** Flags that hold where the reader is. */
export interface Flags {
  readonly i: boolean
  readonly m: boolean
  readonly s: boolean
}
