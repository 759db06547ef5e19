import { buildProfile } from '@clawback/analyzers'
import type { Clock, Coverage, Suppression } from '@clawback/model'
import { decide } from '../suppress/decide.js'
import { describeFindings } from './findings.js'
import type { Examination } from './examination.js'
import type { Knowledge } from './knowledge.js'
import { recordsOf } from './observe.js'
import type { Observation } from './observe.js'
import { judgeByPolicies } from './policies.js'

export interface JudgeOptions {
  /** Tells which suppressions still hold. */
  readonly clock: Clock
  /** What a person decided about matches; they stay in the findings and count for nothing in the verdict. */
  readonly suppressions?: readonly Suppression[]
  /** Base and changed files, when only what changed is looked at; told in the coverage. */
  readonly since?: Coverage['since']
}

/**
 * Judges what was observed: matches the rules over all records as one closed group, builds the profile, and lets the
 * policies of the packs speak. Nothing is read or run, so new packs can judge old observations.
 */
export function judge(
  observation: Observation,
  { packs, match }: Knowledge,
  options: JudgeOptions,
): Examination {
  const { artifact, reading, traces, ran, selfTest } = observation
  const observed = recordsOf(observation)
  const matches = match(observed)
  const profile = buildProfile({
    artifact,
    records: observed,
    matches,
    coverage: options.since === undefined ? reading.coverage : { ...reading.coverage, since: options.since },
    runs: traces.map((trace) => trace.outcome),
    versions: reading.versions,
  })
  const records = [...observed, ...matches]
  const decided = decide({
    suppressions: options.suppressions ?? [],
    artifact: artifact.id,
    matches,
    records,
    today: new Date(options.clock.now()).toISOString().slice(0, 10),
  })
  const verdict = judgeByPolicies({
    packs,
    artifact,
    matches: matches.filter((one) => !decided.covered.has(one.id)),
    coverage: profile.coverage,
    basis: ran ? 'static+observed' : 'static',
  })
  return {
    ...(selfTest === undefined ? {} : { selfTest }),
    artifact,
    records,
    matches,
    traces,
    profile,
    verdict: decided.covered.size === 0 ? verdict : { ...verdict, suppressed: decided.covered.size },
    findings: describeFindings({ matches, records, packs, profile, decided }),
  }
}
