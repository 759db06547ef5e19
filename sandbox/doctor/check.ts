import type { CellResult, Limits } from '../ports.js'

/** One escape attempt, made by a few lines of Python in a process of its own inside the cell. */
export interface InsideCheck {
  readonly name: string
  /** Python expression that makes the attempt; helpers are in inside.ts. Its text is the answer. */
  readonly attempt: string
  /** The answers that show that the attempt was contained. */
  readonly contained: RegExp
  /** Machines it makes sense on; all when left out. */
  readonly arch?: string
}

/** One attack on the limits or the watchers, judged by what the run came to. */
export interface RunCheck {
  readonly name: string
  readonly language: 'sh' | 'py'
  readonly code: string
  readonly limits?: Partial<Limits>
  /** What was answered, for people, and whether it was contained. */
  readonly judge: (result: CellResult) => { readonly contained: boolean; readonly answer: string }
}

/** What came of one check. */
export interface CheckResult {
  readonly name: string
  readonly contained: boolean
  readonly answer: string
}
