import type { ReadingEngine } from '@clawback/analyzers'

export type PlanName = 'static' | 'dynamic' | 'full'

interface Plan {
  /** Engines that read; all when absent. */
  readonly engines?: readonly ReadingEngine[]
  /** Whether samples are run in the sandbox. */
  readonly run: boolean
}

/** What a bulk run does with each artifact. `dynamic` reads no more than which files are there and what they declare. */
export const plans: Readonly<Record<PlanName, Plan>> = {
  static: { run: false },
  dynamic: { engines: ['files', 'manifests'], run: true },
  full: { run: true },
}
