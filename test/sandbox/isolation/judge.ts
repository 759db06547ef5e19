import type { CheckResult } from '@clawback/sandbox'
import type { Attempt } from './attempts.js'

/**
 * What came of an attempt in one cell. `confined`: allowed inside the cell's own kernel, and what it reached there was
 * looked at: nothing of the host.
 */
export type Result =
  'contained' | 'confined' | 'NOT CONTAINED' | 'not tried' | 'has its own test' | 'not applicable'

/** Judges an attempt by the answers of a cell's self-test; `(base)` and `(deep)` of one check must both hold. */
export function judge({ held }: Attempt, checks: readonly CheckResult[]): Result {
  if ('not' in held) return 'not applicable'
  if ('test' in held) return 'has its own test'
  const found = held.checks.map((name) => checks.filter((check) => plainName(check) === name))
  if (found.some((same) => same.length === 0)) return 'not tried'
  if (found.flat().some(({ contained }) => !contained)) return 'NOT CONTAINED'
  return found.flat().some(({ confined }) => confined !== undefined) ? 'confined' : 'contained'
}

/** The name of a check without the variant it was made in. */
export function plainName({ name }: CheckResult): string {
  return name.replace(/ \((?:base|deep)\)$/, '')
}
