import { buildProfile } from '@clawback/analyzers'
import { describeFindings } from './findings.js'
import type { Examination } from './examination.js'
import type { Knowledge } from './knowledge.js'
import { recordsOf } from './observe.js'
import type { Observation } from './observe.js'
import { judgeByPolicies } from './policies.js'

/**
 * Judges what was observed: matches the rules over all records as one closed group, builds the profile, and lets the
 * policies of the packs speak. Nothing is read or run, so new packs can judge old observations.
 */
export function judge(observation: Observation, { packs, match }: Knowledge): Examination {
  const { artifact, reading, traces, ran, selfTest } = observation
  const observed = recordsOf(observation)
  const matches = match(observed)
  const runs = traces.map((trace) => trace.outcome)
  const { coverage, versions } = reading
  const profile = buildProfile({ artifact, records: observed, matches, coverage, runs, versions })
  const verdict = judgeByPolicies({
    packs,
    artifact,
    matches,
    coverage: profile.coverage,
    basis: ran ? 'static+observed' : 'static',
  })
  const records = [...observed, ...matches]
  return {
    ...(selfTest === undefined ? {} : { selfTest }),
    artifact,
    records,
    matches,
    traces,
    profile,
    verdict,
    findings: describeFindings(matches, records, packs),
  }
}
