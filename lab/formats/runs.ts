import type { Evidence, RunOutcome } from '@clawback/model'
import type { Examination } from '../walk/examination.js'

/** The run that an event belongs to; undefined for facts. `where` of an event is `run#seq`. */
export function runOf(one: Examination, { where, region }: Evidence): RunOutcome | undefined {
  if (region !== undefined) return undefined
  const id = where.slice(0, where.lastIndexOf('#'))
  return one.profile.runs.find((outcome) => outcome.run === id)
}
