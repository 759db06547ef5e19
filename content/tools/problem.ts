import { ClawbackError } from '@clawback/model'

/** Something wrong with a pack folder, with its place. Lines and columns count from 1. */
export interface PackProblem {
  readonly severity: 'error' | 'warning'
  readonly path: string
  readonly line: number
  readonly column: number
  readonly detail: string
  readonly mend: string
  readonly rule?: string
}

/** `path:line:column: detail` of a problem. */
export function describeProblem(problem: PackProblem): string {
  return `${problem.path}:${problem.line}:${problem.column}: ${problem.detail}`
}

/** The same as an error to throw, for callers that want all of a pack or nothing. */
export function toError(problems: readonly PackProblem[]): ClawbackError {
  const [first, ...rest] = problems
  if (first === undefined) throw new ClawbackError('INTERNAL', { detail: 'no problem to report' })
  const more = rest.length === 0 ? '' : ` (and ${rest.length} more)`
  return new ClawbackError('RULE_INVALID', {
    where: `${first.path}:${first.line}:${first.column}`,
    detail: `${first.detail}${more}`,
    mend: first.mend,
  })
}
