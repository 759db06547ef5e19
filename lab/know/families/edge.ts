/** What two artifacts are alike in. */
export type Likeness = 'text' | 'code' | 'behaviour'

/** Two artifacts that are alike, by their numbers. */
export interface Edge {
  readonly by: Likeness
  readonly a: number
  readonly b: number
  /** 0 to 1. */
  readonly score: number
}
