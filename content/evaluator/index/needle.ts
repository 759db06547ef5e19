import { foldUnit } from '../match/fold.js'

/** A folded text that is looked for in the values of one field, and the numbers to report when it is there. */
export interface Needle {
  readonly text: string
  /** Where in the value it must stand. */
  readonly at: 'anywhere' | 'start' | 'end'
  readonly numbers: readonly number[]
}

/** Whether the needle stands at `from` in a text that is not folded. */
export function stands(needle: Needle, text: string, from: number): boolean {
  const wanted = needle.text
  if (from < 0 || from + wanted.length > text.length) return false
  if (needle.at === 'start' && from !== 0) return false
  if (needle.at === 'end' && from + wanted.length !== text.length) return false
  for (let i = wanted.length - 1; i >= 0; i--)
    if (foldUnit(text.charCodeAt(from + i)) !== wanted.charCodeAt(i)) return false
  return true
}
