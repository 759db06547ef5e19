export type HiddenType =
  'zero-width' | 'tag' | 'variation' | 'bidi' | 'comment' | 'homoglyph' | 'padding' | 'invisible-style'

/** Text that a person does not see, or sees as something else, but a model reads. */
export interface HiddenSpan {
  readonly type: HiddenType
  /** UTF-16 offsets into the text given. */
  readonly start: number
  readonly end: number
  /** Line of `start`, from 1. */
  readonly line: number
  /** Hidden code points; for comments and invisible elements, code points of their text. */
  readonly count: number
  /** What a reader of the raw text gets: decoded tags and bits, the comment, the plain skeleton of a mixed word. */
  readonly text: string
}

/** A span before its line is known. */
export type Hidden = Omit<HiddenSpan, 'line'>
