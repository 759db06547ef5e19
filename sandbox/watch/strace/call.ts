import type { TraceLine } from './line.js'
import { readResult, splitArguments } from './values.js'
import type { CallResult } from './values.js'

/** One finished call of a sample, with its arguments apart. */
export interface Call {
  readonly tid: number
  readonly at: number
  readonly name: string
  readonly args: readonly string[]
  readonly result: CallResult
}

export function readCall(line: Extract<TraceLine, { type: 'call' }>): Call {
  return {
    tid: line.tid,
    at: line.at,
    name: line.name,
    args: splitArguments(line.args),
    result: readResult(line.result),
  }
}

export type Outcome = 'success' | 'failure' | 'denied' | 'unknown'

const refusals: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS'])

/** What came of the call, in the words of `effect.outcome`. */
export function outcomeOf(result: CallResult): Outcome {
  if (!result.known) return 'unknown'
  if (result.error === undefined) return 'success'
  return refusals.has(result.error) ? 'denied' : 'failure'
}
