/** One event that takes part in a correlation. */
export interface Entry {
  /** Event time in milliseconds. */
  readonly time: number
  /** Id of the record, or dedupe key of the correlation below. */
  readonly id: string
  /** Index of the rule in the correlation's list. */
  readonly rule: number
  /** Value of the correlated field; empty for the types without one. */
  readonly value: string
  /** Records it rests on, when it is itself a correlation. */
  readonly refs: readonly string[] | undefined
  /** A correlation that is certain, while it is not yet final at what time. */
  readonly provisional: true | undefined
}

/** What a window holds so far. Entries come in order of time; `remove` takes the oldest. */
export interface Aggregate {
  add(entry: Entry): void
  remove(entry: Entry): void
  /** Whether the condition holds for a window that begins after `from`. */
  holds(from: number): boolean
}
