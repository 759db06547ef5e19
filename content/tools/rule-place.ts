import type { PlanHeader } from '@clawback/model'
import type { PackProblem } from './problem.js'

/** Where a rule stands, by its source (`rules/x.yml:12`). */
export function placeOf({ source }: PlanHeader): Pick<PackProblem, 'path' | 'line' | 'column'> {
  const [, path = source, line = '1'] = /^(.*):(\d+)$/.exec(source) ?? []
  return { path, line: Number(line), column: 1 }
}
