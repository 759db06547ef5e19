import type { Variant } from '@clawback/sandbox'

/** Ways of telling results; the first two one artifact at a time, the others as one document at the end. */
export const formats = ['terminal', 'json', 'sarif', 'markdown', 'junit', 'html'] as const
export type Format = (typeof formats)[number]

/** Suppressions that hold when no file is named. */
export const defaultFile = 'clawback.suppressions.yml'

/** Options of `scan` and `run`, as parsed. */
export interface ExaminationArguments {
  readonly paths: readonly string[]
  /** `terminal` when neither it nor `json` is given. */
  readonly format?: Format | undefined
  readonly json: boolean
  /** File in the place of stdout. */
  readonly output?: string | undefined
  /** File of suppressions; false for none at all. */
  readonly suppressions?: string | false | undefined
  /** Base of the changes that are looked at. */
  readonly changedSince?: string | undefined
  readonly quiet: boolean
  readonly failOn: 'never' | 'suspicious' | 'malicious'
  readonly pack: readonly string[]
  readonly key: readonly string[]
  readonly builtin: boolean
  readonly jobs: number
  readonly report: string | undefined
  readonly store: string | undefined
  /** Seconds; each actor has its own bound when left out. */
  readonly timeout?: number | undefined
  /** File of recorded answers; only `run` has it. */
  readonly har?: string | undefined
  readonly actor?: 'llm' | undefined
  readonly model?: string | undefined
  readonly budgetTokens?: number | undefined
  /** US dollars per million tokens that go in and come out, `3/15`. */
  readonly modelPrice?: string | undefined
  readonly record?: string | undefined
  readonly replay?: string | undefined
  readonly variants?: readonly Variant[]
  /** Which cell samples run in; the default one when left out. */
  readonly cell?: string
  /** Degraded modes of the sandbox that may be used. */
  readonly allowDegraded?: readonly 'no-nft'[]
}
