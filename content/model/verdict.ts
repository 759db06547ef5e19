import type { Coverage } from './profile.js'
import type { Finding, RuleLevel, RuleType } from './match.js'

export type VerdictLabel = 'benign' | 'suspicious' | 'malicious' | 'undetermined'
export type VerdictBasis = 'static' | 'static+observed'

/** One reason of a verdict: a policy condition that held, and the findings it rests on. */
export interface Because {
  readonly condition: string
  readonly weight: number
  readonly text: string
  /** Ids of matches or gap records. */
  readonly refs: readonly string[]
}

/** What a verdict policy says of one artifact. */
export interface Verdict {
  readonly artifact: string
  readonly label: VerdictLabel
  /** 0 to 100. */
  readonly score: number
  readonly basis: VerdictBasis
  readonly because: readonly Because[]
  readonly coverage: Coverage
  /** Policy that spoke: pack and version. */
  readonly policy: string
  /** Matches left out because a suppression covers them; absent when there are none. */
  readonly suppressed?: number
}

/**
 * Content of a pack that turns the matches of one artifact into a verdict. Every condition that holds adds its
 * weight (once, however often it matched); the label is the highest whose threshold is reached. With a material gap
 * of the listed reasons and no threat, the label is `undetermined`, never `benign`.
 */
export interface VerdictPolicy {
  readonly id: string
  readonly conditions: readonly VerdictCondition[]
  readonly thresholds: { readonly suspicious: number; readonly malicious: number }
  /** Basis -> gap reasons that forbid the label `benign`. `*` = every material gap. */
  readonly gaps: Readonly<Record<VerdictBasis, readonly string[]>>
}

/** All named properties must hold for one match; lists are alternatives. */
export interface VerdictCondition {
  readonly id: string
  readonly text: string
  readonly weight: number
  readonly rules?: readonly string[]
  readonly tags?: readonly string[]
  readonly levels?: readonly RuleLevel[]
  readonly types?: readonly RuleType[]
}

/** One object of `clawback scan --json` and `clawback run --json`. */
export interface Assessment {
  readonly artifact: string
  readonly name: string
  readonly findings: readonly Finding[]
  readonly verdict: Verdict
  readonly coverage: Coverage
}
