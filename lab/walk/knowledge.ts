import { createGroupMatcher } from '@clawback/evaluator'
import type { EventRecord, Match, Pack, Probe } from '@clawback/model'

/** Packs made ready once for many artifacts. */
export interface Knowledge {
  readonly packs: readonly Pack[]
  readonly probes: readonly Probe[]
  /** Matches the records of one artifact as one closed group. */
  readonly match: (records: readonly EventRecord[]) => readonly Match[]
  /** Rules that this evaluator cannot honour, each with the reason. */
  readonly skipped: readonly string[]
}

/** Makes packs ready: compiles their rules and gathers their probes. */
export function openKnowledge(packs: readonly Pack[]): Knowledge {
  const match = createGroupMatcher(packs)
  return {
    packs,
    probes: packs.flatMap((pack) => pack.probes),
    match,
    skipped: match.skipped.map((rule) => JSON.stringify(rule)),
  }
}
