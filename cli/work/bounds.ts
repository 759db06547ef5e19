/** Milliseconds an examination may take, from what was given on the command line. */
export interface Bounds {
  readonly readBudgetMs: number
  /** Absent when nothing was given: servers, agents and models then keep the longer bounds of the plan. */
  readonly limits?: { readonly wallMs: number }
}

const readSeconds = 20

/** What `--timeout SECONDS` means for reading and for each run. */
export function boundsOf(timeout: number | undefined): Bounds {
  if (timeout === undefined) return { readBudgetMs: readSeconds * 1000 }
  return { readBudgetMs: timeout * 1000, limits: { wallMs: timeout * 1000 } }
}
