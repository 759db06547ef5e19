import type { Pack, Suppression, VerdictLabel } from '@clawback/model'
import type { Examination } from '../walk/examination.js'

/** All that one call of `scan` or `run` has to tell: what was examined, by which content, and what could not be. */
export interface Survey {
  /** Version of clawback. */
  readonly version: string
  readonly packs: readonly Pack[]
  readonly examinations: readonly Examination[]
  /** Inputs of which nothing is known. */
  readonly failures: readonly Failure[]
  /** Labels that fail the call. */
  readonly failing: readonly VerdictLabel[]
  /** Absolute folder that paths of local inputs are told relative to. */
  readonly base: string
  /** Set when only what changed was looked at. */
  readonly since?: Since
  /** Entries whose day has passed. */
  readonly expired: readonly Suppression[]
}

/** An input that could not be examined, as the error says it. */
export interface Failure {
  readonly locator: string
  readonly code: string
  readonly message: string
  readonly mend: string
}

/** The base that changes were counted from, and how many artifacts were left out as unchanged. */
export interface Since {
  readonly ref: string
  readonly commit: string
  readonly unchanged: number
}

/** Whether an examination fails the call. */
export function isFailing({ failing }: Survey, { verdict }: Examination): boolean {
  return failing.includes(verdict.label)
}
