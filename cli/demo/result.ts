import type { discover } from '@clawback/analyzers'
import type { Examined } from './examine.js'
import type { NightResult } from './guard-act.js'

/** Everything the demo found out, in the order of the walk. */
export interface DemoResult {
  readonly examined: readonly Examined[]
  readonly expectedCapabilities: number
  readonly packBytes: readonly number[]
  readonly night: NightResult
  readonly approval: NightResult
  readonly twin: NightResult
  readonly discovery: Awaited<ReturnType<typeof discover>>
  readonly report: string
  readonly seconds: Readonly<Record<string, number>>
}
