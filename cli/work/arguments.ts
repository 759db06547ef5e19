import type { Variant } from '@clawback/sandbox'

/** Options of `scan` and `run`, as parsed. */
export interface ExaminationArguments {
  readonly paths: readonly string[]
  readonly json: boolean
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
  readonly record?: string | undefined
  readonly replay?: string | undefined
  readonly variants?: readonly Variant[]
  /** Which cell samples run in; the default one when left out. */
  readonly cell?: string
  /** Degraded modes of the sandbox that may be used. */
  readonly allowDegraded?: readonly 'no-nft'[]
}
