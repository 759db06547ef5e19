import type { RuleLevel, RuleType } from './match.js'
import type { VerdictLabel } from './verdict.js'

/** What the first view of a corpus needs; rows, artifacts, families and comparisons are files of their own. */
export interface CorpusIndex {
  readonly format: 'clawback-report/1'
  readonly title: string
  /** RFC 3339. */
  readonly made: string
  readonly artifacts: number
  /** Files of rows in order, relative to the page; all of one reading of the store. */
  readonly rowFiles: readonly string[]
  /** File that holds the artifacts of every host ({@link HostIndex}). */
  readonly hostFile: string
  /** Rules that rows name by their place in this list, most frequent first. */
  readonly rules: readonly CorpusRule[]
  /** Actions (capabilities without target) that rows name by their place in this list. */
  readonly actions: readonly string[]
  readonly overview: CorpusOverview
  readonly families: readonly FamilySummary[]
  readonly runs: readonly CorpusRun[]
  readonly comparisons: readonly { readonly id: string; readonly before: string; readonly after: string }[]
  /** Sources that could not be looked at. Never counted as clean. */
  readonly problems: readonly CorpusProblem[]
  /** Problems beyond those in `problems`. */
  readonly problemsCut: number
}

export interface CorpusRule {
  readonly rule: string
  readonly title: string
  readonly level: RuleLevel
  readonly type: RuleType
}

/** One artifact as a row of the table. */
export interface CorpusRow {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly verdict: VerdictLabel
  readonly score: number
  readonly basis: string
  readonly labels: readonly string[]
  /** Ids of families. */
  readonly families: readonly string[]
  /** The first place it was found at, and how many there are. */
  readonly source: string
  readonly copies: number
  /** Places in {@link CorpusIndex.rules}. */
  readonly rules: readonly number[]
  /** Places in {@link CorpusIndex.actions}. */
  readonly actions: readonly number[]
}

/** Host -> numbers of rows, counted over all row files. */
export type HostIndex = readonly (readonly [host: string, rows: readonly number[]])[]

/** How many artifacts have something, by verdict. */
export interface Count {
  readonly name: string
  readonly artifacts: number
  readonly verdicts: Readonly<Record<VerdictLabel, number>>
}

/** Distributions over all artifacts; lists are the most frequent first and may be cut. */
export interface CorpusOverview {
  readonly verdicts: Count['verdicts']
  readonly kinds: readonly Count[]
  readonly labels: readonly Count[]
  /** Buckets of the score: 0, 1 to 10, 11 to 20, … 91 to 100. */
  readonly scores: readonly Count[]
  readonly rules: readonly Count[]
  readonly actions: readonly Count[]
  readonly hosts: readonly Count[]
  /** How many different rules, actions and hosts there are. */
  readonly distinct: { readonly rules: number; readonly actions: number; readonly hosts: number }
}

export interface CorpusRun {
  readonly run: number
  readonly plan: string
  readonly started: string
  /** Absent while it runs, and after it was stopped. */
  readonly ended?: string
  readonly packs: readonly string[]
  readonly artifacts: number
}

export interface CorpusProblem {
  readonly source: string
  readonly code: string
  readonly reason: string
}

/** What makes artifacts one group: `likeness` is near-duplicates, `campaign` unlike ones that share infrastructure. */
export type FamilyBasis = 'label' | 'host' | 'likeness' | 'campaign'

export interface FamilySummary {
  readonly id: string
  readonly name: string
  readonly basis: FamilyBasis
  readonly members: number
  readonly verdicts: Count['verdicts']
}

/** Artifacts that belong together, and what they share. */
export interface Family {
  readonly id: string
  readonly name: string
  readonly basis: FamilyBasis
  readonly members: readonly FamilyMember[]
  readonly shared: {
    readonly hosts: readonly Shared[]
    readonly rules: readonly Shared[]
    readonly capabilities: readonly Shared[]
    /** Passages and code that members have in common, when something compared them; absent when nothing did. */
    readonly text?: readonly Shared[]
    readonly code?: readonly Shared[]
  }
}

export interface FamilyMember {
  readonly id: string
  readonly name: string
  readonly verdict: VerdictLabel
  readonly score: number
  readonly source: string
}

/** Something that several members have, and how many artifacts outside of the family have it too. */
export interface Shared {
  readonly name: string
  readonly members: number
  readonly elsewhere: number
}

/** What two runs, or two stores, see differently. */
export interface Comparison {
  readonly id: string
  readonly before: string
  readonly after: string
  /** Artifacts at places, before and after. */
  readonly places: readonly [number, number]
  readonly changes: readonly ComparedChange[]
}

export interface ComparedChange {
  readonly change: 'new' | 'gone' | 'verdict' | 'content' | 'rules'
  readonly place: string
  readonly before?: ComparedSide
  readonly after?: ComparedSide
  readonly causes: readonly string[]
  readonly rulesNew: readonly string[]
  readonly rulesGone: readonly string[]
}

export interface ComparedSide {
  readonly artifact: string
  readonly verdict: VerdictLabel
  readonly score: number
}
