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
  /** Where the profiles came from; absent when that was no store. It is no part of the id. */
  readonly provenance?: BaselineOrigin
}

/** The artifacts of a corpus store that a baseline was learned from. */
export interface BaselineOrigin {
  /** sha256 over the sorted lines `artifact reading running judging` of these artifacts (docs/store.md, Keys), hex. */
  readonly store: string
  readonly artifacts: number
  /** Number of the last run of the store; 0 when there was none. */
  readonly run: number
}

/** One expected capability and the number of samples that showed it. */
export interface BaselineEntry {
  readonly action: string
  readonly target: string
  readonly support: number
}
