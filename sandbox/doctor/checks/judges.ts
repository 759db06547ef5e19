import type { RunStatus, TraceEvent } from '@clawback/model'
import type { CellResult } from '../../ports.js'
import type { RunCheck } from '../check.js'

type Judge = RunCheck['judge']

export const endsAs =
  (...statuses: readonly RunStatus[]): Judge =>
  ({ trace }) => ({ contained: statuses.includes(trace.outcome.status), answer: trace.outcome.status })

/** The run ended by itself and printed something that a pattern knows. */
export const prints =
  (pattern: RegExp): Judge =>
  ({ trace, stdout }) => {
    const answer = stdout.trim().slice(0, 200)
    return { contained: trace.outcome.status !== 'sandbox-error' && pattern.test(answer), answer }
  }

/** One of several ends, each as good as the other. */
export const either =
  (...judges: readonly Judge[]): Judge =>
  (result) => {
    const all = judges.map((judge) => judge(result))
    return (
      all.find(({ contained }) => contained) ?? {
        contained: false,
        answer: all.map(({ answer }) => answer).join('; '),
      }
    )
  }

export const sees =
  (what: string, test: (result: CellResult) => boolean): Judge =>
  (result) =>
    test(result)
      ? { contained: true, answer: `seen: ${what}` }
      : { contained: false, answer: `not seen (${result.trace.outcome.status}): ${what}` }

export const MiB: number = 1024 * 1024

export const count = (result: CellResult, kind: TraceEvent['kind']): number =>
  result.trace.events.filter((event) => event.kind === kind).length
