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

/**
 * How one attempt is judged in a cell with a kernel of its own, where it is answered in other words than by a call
 * filter. `refused` are answers that mean no. `confined` are answers that mean yes, by the cell's own kernel: only
 * together with an attempt that shows that nothing of the host is reached.
 */
export interface OwnKernelAnswers {
  /** Makes the attempt and asks what it reached; as everywhere when left out. */
  readonly attempt?: string
  readonly refused?: RegExp
  readonly confined?: RegExp
  /** Why these answers show that the host is out of reach. */
  readonly why: string
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
  /** Nothing of the host was reached. */
  readonly contained: boolean
  readonly answer: string
  /** Why nothing was reached though the attempt was allowed, by the cell's own kernel; left out when it was refused. */
  readonly confined?: string
}
