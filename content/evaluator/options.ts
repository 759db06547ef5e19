import type { SkippedRule } from './load.js'
import type { Lists } from './match/tests.js'
import type { RuleMode } from './mode.js'
import type { LogsourceOf } from './route.js'

export interface EvaluatorOptions {
  /** Lists by name; they come before those of the packs. */
  readonly lists?: Lists
  /** How late a record of a source may come behind its clock, in milliseconds. Default 30,000. */
  readonly lateness?: number
  /** Bounds of each correlation. Default 100,000 groups and 10,000 entries a group. */
  readonly groups?: number
  readonly entries?: number
  /** Rule id -> what the operator decided. */
  readonly modes?: Readonly<Record<string, RuleMode>>
  /** Log source of an event; by default that of our records (see {@link recordLogsource}). */
  readonly logsource?: LogsourceOf
  /** False applies every rule to every event, whatever log source it is written for. Default true. */
  readonly routing?: boolean
  /** Event time in milliseconds, or NaN; by default `time` as RFC 3339. */
  readonly timeOf?: (event: Readonly<Record<string, unknown>>) => number
  /** Id of an event; by default `id`. */
  readonly idOf?: (event: Readonly<Record<string, unknown>>) => string
  /** Whom a canary share is taken of, and who has peers; by default the person, else the agent. */
  readonly principalOf?: (event: Readonly<Record<string, unknown>>) => string
  /** What a sample of a baseline is held against; by default the session, else the run. */
  readonly sessionOf?: (event: Readonly<Record<string, unknown>>) => string
  /** Targets remembered for baselines, of sessions and of principals each. Default 100,000. */
  readonly remembered?: number
}

/** What the evaluator did and gave up; counts since it was made. */
export interface EvaluatorStats {
  readonly events: number
  readonly alerts: number
  /** Events that broke something and were left out. */
  readonly failed: number
  /** Rules asked about events: those the index could not rule out. */
  readonly asked: number
  /** Values cut or not looked at. */
  readonly clipped: number
  /** Events without a time that a correlation would have taken. */
  readonly untimed: number
  /** Entries that came after their window closed; `lateIds` names the last of them. */
  readonly late: number
  readonly lateIds: readonly string[]
  readonly groups: number
  readonly evicted: number
  readonly overflowed: number
  /** Sessions and principals that baselines forgot to stay within their bound. */
  readonly forgotten: number
  readonly rules: number
  readonly correlations: number
  readonly skipped: readonly SkippedRule[]
}

/** A bound that is none would switch the bound off without a word. */
export function bounded(given: number | undefined, otherwise: number): number {
  return given !== undefined && given >= 0 ? given : otherwise
}
