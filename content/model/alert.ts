import type { RuleLevel, RuleType } from './match.js'
import type { ResponseLevel } from './response.js'

/** certain: fires at once. final: the window closed and it stands. retracted: the window closed and it does not. */
export type AlertState = 'certain' | 'final' | 'retracted'

/** A rule that matched live, with the response it asks for. */
export interface Alert {
  readonly id: string
  readonly rule: string
  readonly title: string
  readonly pack: string
  readonly version: string
  readonly level: RuleLevel
  readonly type: RuleType
  readonly tags: readonly string[]
  readonly state: AlertState
  /** RFC 3339 event time of the last contributing record. */
  readonly time: string
  /** Ids of contributing records, oldest first, capped; `refCount` says how many there were. */
  readonly refs: readonly string[]
  readonly refCount: number
  /** name -> value that matched; redaction happened before the record was built. */
  readonly fields: Readonly<Record<string, string | number | boolean>>
  /** Group-by values of a correlation, in order of the rule. */
  readonly group: readonly string[]
  readonly window?: { readonly from: string; readonly to: string }
  readonly response: ResponseLevel
  readonly mode: 'shadow' | 'canary' | 'enforce'
  readonly dedupeKey: string
}

/** Alerts on one chain: one root session and what it spawned. */
export interface Incident {
  readonly id: string
  /** Root agent instance of the chain. */
  readonly chain: string
  readonly opened: string
  readonly updated: string
  readonly alerts: readonly string[]
  readonly level: RuleLevel
  readonly response: ResponseLevel
  readonly state: 'open' | 'contained' | 'closed'
}
