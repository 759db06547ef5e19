import type { RuleLevel, RuleType } from './match.js'
import type { ResponseLevel } from './response.js'

/**
 * A compiled rule set: what sigma-to-ts writes and the evaluator loads. JSON, versioned, no YAML. Everything the Sigma
 * modifiers mean (encodings, dashes, wildcards, placeholders with known lists) is already worked out in it.
 */
export interface Plan {
  readonly format: 'clawback-plan/1'
  readonly rules: readonly PlanRule[]
  readonly correlations: readonly PlanCorrelation[]
}

/** What single-event rules and correlations have in common. */
export interface PlanHeader {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly status: string
  readonly level: RuleLevel
  readonly type: RuleType
  readonly tags: readonly string[]
  readonly falsePositives: readonly string[]
  /** What a person can do about a match; absent when the rule says none. */
  readonly fix?: string
  /** What the rule asks for when it fires live. */
  readonly response: ResponseLevel
  /** Mode the author asks for; the operator's choice comes before it. */
  readonly mode: 'shadow' | 'enforce'
  /** For capability rules: what the match says the subject can do. `target` may name fields as `%field.name%`. */
  readonly capability?: { readonly action: string; readonly target: string }
  /** False for rules that only feed a correlation (Sigma correlations 2.1, Generate). */
  readonly alerts: boolean
  /** sha256 over what the rule means; state of an unchanged hash survives a swap. */
  readonly hash: string
  /** Evaluator capabilities the rule needs; an evaluator without one skips the rule and says so. */
  readonly requires: readonly string[]
  /** `path:line` of the rule as written. */
  readonly source: string
}

/** A rule on one event. `detections` are the search identifiers that `condition` refers to. */
export interface PlanRule extends PlanHeader {
  readonly logsource: PlanLogsource
  readonly detections: Readonly<Record<string, PlanExpr>>
  readonly condition: PlanExpr
}

/** Lower case; what is absent is not restricted. */
export interface PlanLogsource {
  readonly product?: string
  readonly category?: string
  readonly service?: string
}

/** `field: null` searches every value of the event (Sigma keywords). */
export type PlanExpr =
  | { readonly and: readonly PlanExpr[] }
  | { readonly or: readonly PlanExpr[] }
  | { readonly not: PlanExpr }
  | { readonly use: string }
  | { readonly field: string | null; readonly any: readonly PlanTest[] }
  | { readonly field: string | null; readonly all: readonly PlanTest[] }

export type TextOp = 'eq' | 'contains' | 'startswith' | 'endswith'
export type CompareOp = 'eq' | 'neq' | 'lt' | 'lte' | 'gt' | 'gte'
export type TimePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'

/** A test of one value; a list value passes when one of its members does. */
export type PlanTest =
  | { readonly op: TextOp; readonly text: string; readonly cased?: true }
  /** 0 stands for `*`, 1 for `?`; strings are literal. */
  | { readonly op: 'glob'; readonly parts: readonly (string | 0 | 1)[]; readonly cased?: true }
  /** Searched anywhere in the value; flags of `ims`. */
  | { readonly op: 're'; readonly pattern: string; readonly flags: string }
  | { readonly op: 'lt' | 'lte' | 'gt' | 'gte'; readonly value: number }
  /** Network in CIDR notation, IPv4 or IPv6. */
  | { readonly op: 'cidr'; readonly net: string }
  /** Missing or null. */
  | { readonly op: 'null' }
  | { readonly op: 'exists'; readonly value: boolean }
  /** Compared with the value of another field of the same event. */
  | { readonly op: 'field'; readonly field: string; readonly as: TextOp; readonly cased?: true }
  /** One part of an RFC 3339 date, as written (no time zone conversion). */
  | { readonly op: 'time'; readonly part: TimePart; readonly compare: CompareOp; readonly value: number }
  /** Every entry of a list of the pack; entries are literal text with `*` and `?` as wildcards. */
  | {
      readonly op: 'list'
      readonly list: string
      readonly as: TextOp
      readonly before: string
      readonly after: string
      readonly cased?: true
    }

export type CorrelationType =
  | 'event_count'
  | 'value_count'
  | 'temporal'
  | 'temporal_ordered'
  | 'value_sum'
  | 'value_avg'
  | 'value_percentile'
  | 'value_median'

/** A rule on what other rules matched (Sigma correlations 2.1). */
export interface PlanCorrelation extends PlanHeader {
  readonly correlation: CorrelationType
  /** Ids of rules or correlations, in the order of the rule. */
  readonly rules: readonly string[]
  readonly by: readonly PlanGroup[]
  /** Milliseconds. */
  readonly timespan: number
  /** All must hold. Empty for a temporal correlation that wants every rule. */
  readonly condition: readonly { readonly op: CompareOp; readonly value: number }[]
  /** Temporal correlations only (Sigma 2.2): what must have been seen; `use` names a rule id. */
  readonly seen?: PlanExpr
  /** Fields of the value_* types; several are taken together. */
  readonly fields: readonly string[]
  /** value_percentile: which percentile is compared. Without it, the share in percent of each value is. */
  readonly percentile?: number
  readonly window: 'sliding' | 'tumbling' | 'session'
}

/** A group-by field; `of` gives its name in the events of single rules (aliases). */
export interface PlanGroup {
  readonly name: string
  readonly of: Readonly<Record<string, string>>
}
