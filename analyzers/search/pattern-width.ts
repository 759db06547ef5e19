import type { Pattern } from '@clawback/model'

import { remembered } from '../remembered.js'

/** An open repetition (`*`, `+`) stands for at most so many. */
export const mostRepeats = 400

/** The fewest and the most characters (code points) that a match is wide. */
export interface Width {
  readonly min: number
  readonly max: number
}

/** How wide a match of a pattern can be, open repetitions taken as {@link mostRepeats}. */
export function widthOf(pattern: Pattern): Width {
  switch (pattern.type) {
    case 'set':
    case 'any':
      return one
    case 'at':
      return nothing
    case 'repeat': {
      const { min, max } = widthOf(pattern.item)
      return { min: min * pattern.min, max: max * repeatsOf(pattern) }
    }
    case 'sequence':
      return pattern.items.reduce((sum, item) => plus(sum, widthOf(item)), nothing)
    case 'choice':
      return widestOf(pattern)
  }
}

const widestOf = remembered(({ items }: Extract<Pattern, { type: 'choice' }>): Width => {
  const all = items.map(widthOf)
  return { min: Math.min(...all.map(({ min }) => min)), max: Math.max(...all.map(({ max }) => max)) }
})

/** One after the other. */
export function plus(a: Width, b: Width): Width {
  return { min: a.min + b.min, max: a.max + b.max }
}

/** How often a repetition is tried at most. */
export function repeatsOf({ min, max }: Extract<Pattern, { type: 'repeat' }>): number {
  return max === -1 ? Math.max(min, mostRepeats) : max
}

/** Width of what is between characters. */
export const nothing: Width = { min: 0, max: 0 }
const one: Width = { min: 1, max: 1 }
