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
  readonly timeout: number
  /** Which cell samples run in; the default one when left out. */
  readonly cell?: string
  /** Degraded modes of the sandbox that may be used. */
  readonly allowDegraded?: readonly 'no-nft'[]
}
