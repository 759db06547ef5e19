import type { EventRecord } from './record.js'

export type RuleLevel = 'informational' | 'low' | 'medium' | 'high' | 'critical'
/** capability: can do. threat: looks harmful. deviation: differs from what was expected. */
export type RuleType = 'capability' | 'threat' | 'deviation'

/** A record that says a rule matched (events.md, From record to verdict). Rules may match on matches. */
export type Match = EventRecord & {
  readonly kind: 'match'
  readonly 'rule.id': string
  readonly 'rule.title': string
  readonly 'rule.pack': string
  readonly 'rule.version': string
  readonly 'rule.level': RuleLevel
  readonly 'rule.type': RuleType
  readonly 'match.refs': readonly string[]
}

/** A place in the artifact, or an event of a run, that a person can look at. */
export interface Evidence {
  /** Id of the record. */
  readonly record: string
  readonly kind: string
  /** `path:line` for facts, run id and seq for events. */
  readonly where: string
  /** One line of what is there; redacted and safe to display. */
  readonly excerpt: string
  /** Where in the files of the artifact; absent for an event of a run. */
  readonly region?: Region
}

/** A stretch of one file. Lines and columns count from 1; what is not known is absent. */
export interface Region {
  /** Relative to the artifact, `/`-separated; `a.zip!/b` for a member of an archive. */
  readonly path: string
  readonly line?: number
  readonly column?: number
  readonly lineEnd?: number
}

/** What a person decided about matches, as it stands in the suppressions file. */
export interface Suppression {
  readonly rule: string
  /** Glob over paths of the artifact: `*` within a folder, `**` across folders, `?` one character. */
  readonly path?: string
  /** Id of the artifact. */
  readonly artifact?: string
  readonly reason: string
  /** The last day it holds, `YYYY-MM-DD` in UTC. */
  readonly expires: string
  /** `file:line` of the entry. */
  readonly source: string
}

/** A threat or deviation match shown to a person. */
export interface Finding {
  readonly rule: string
  readonly title: string
  readonly pack: string
  readonly version: string
  readonly level: RuleLevel
  readonly type: RuleType
  readonly tags: readonly string[]
  /** Why in one sentence. */
  readonly why: string
  /** What would make it benign, in the rule's words. */
  readonly falsePositives: readonly string[]
  /** What to do about it, in the rule's words; absent when the rule says none. */
  readonly fix?: string
  readonly evidence: readonly Evidence[]
  /** Places beyond those in `evidence`; absent when all are shown. */
  readonly more?: number
  /** The suppression that covers all of it: it then counts for nothing in the verdict. */
  readonly suppressed?: Suppression
  /** A suppression that would have covered it and no longer holds. */
  readonly expired?: Suppression
  /** Whether what it rests on is said openly; absent where it is no capability. */
  readonly disclosure?: Disclosure
}

/** Whether a claim found in name, description or documents of an artifact covers what it does (`said`), or none does (`unsaid`). */
export type Disclosure = 'said' | 'unsaid'
