/** What a cohort was seen doing, learned from profiles. Sets with support, not sequences (agents differ on every run). */
export interface Baseline {
  readonly id: string
  /** Field of a record and the value that selects the cohort (`mcp.server.name` = `filesystem`), or `*` for everyone. */
  readonly cohort: { readonly field: string; readonly value: string }
  /** Profiles the baseline was learned from. */
  readonly samples: number
  readonly entries: readonly BaselineEntry[]
  /** Field -> quantiles of a number over the samples. */
  readonly quantiles: Readonly<
    Record<string, { readonly p50: number; readonly p99: number; readonly max: number }>
  >
}

/** One expected capability and the number of samples that showed it. */
export interface BaselineEntry {
  readonly action: string
  readonly target: string
  readonly support: number
}
