import type { CheckResult } from '@clawback/sandbox'
import type { Attempt } from './attempts.js'

/** What came of an attempt in one cell. */
export type Result = 'contained' | 'NOT CONTAINED' | 'not tried' | 'has its own test' | 'not applicable'

/** Judges an attempt by the answers of a cell's self-test; `(base)` and `(deep)` of one check must both hold. */
export function judge({ held }: Attempt, checks: readonly CheckResult[]): Result {
  if ('not' in held) return 'not applicable'
  if ('test' in held) return 'has its own test'
  const found = held.checks.map((name) =>
    checks.filter((check) => check.name.replace(/ \((?:base|deep)\)$/, '') === name),
  )
  if (found.some((same) => same.length === 0)) return 'not tried'
  return found.flat().every(({ contained }) => contained) ? 'contained' : 'NOT CONTAINED'
}
