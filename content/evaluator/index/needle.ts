/** A folded text that is looked for in the values of one field, and the numbers to report when it is there. */
export interface Needle {
  readonly text: string
  /** Where in the value it must stand. */
  readonly at: 'anywhere' | 'start' | 'end'
  readonly numbers: readonly number[]
}
