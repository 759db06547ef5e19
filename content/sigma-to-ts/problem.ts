import { ClawbackError } from '@clawback/model'

/** A place in a rule file; lines and columns count from 1. */
export interface Place {
  readonly path: string
  readonly line: number
  readonly column: number
}

/** Why a rule cannot be honoured, where, and how to mend it. Errors are collected, never thrown one by one. */
export interface RuleError extends Place {
  readonly detail: string
  readonly mend: string
  /** Id or title of the rule, when it got that far. */
  readonly rule?: string
}

/** Collects what is wrong with the rules; a document that adds an error is left out of the plan. */
export interface Problems {
  readonly found: RuleError[]
  add(place: Place, detail: string, mend: string): void
}

export function collectProblems(): Problems {
  const found: RuleError[] = []
  return {
    found,
    add: ({ path, line, column }, detail, mend) => void found.push({ path, line, column, detail, mend }),
  }
}

/** `file:line:column` of an error. */
export function where(place: Place): string {
  return `${place.path}:${place.line}:${place.column}`
}

/** The same as an error to throw, for callers that want all rules or none. */
export function toClawbackError(error: RuleError): ClawbackError {
  return new ClawbackError('RULE_INVALID', { where: where(error), detail: error.detail, mend: error.mend })
}
