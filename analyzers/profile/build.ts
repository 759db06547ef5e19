import { shownBy } from '@clawback/model'
import type {
  Artifact,
  Basis,
  BehaviorProfile,
  CapabilityEvidence,
  Coverage,
  EventRecord,
  Gap,
  Match,
  RunOutcome,
} from '@clawback/model'
import { subsumes } from './subsume.js'

export interface ProfileInput {
  readonly artifact: Artifact
  /** Facts and trace events. */
  readonly records: readonly EventRecord[]
  readonly matches: readonly Match[]
  /** Of reading. */
  readonly coverage: Coverage
  readonly runs: readonly RunOutcome[]
  readonly versions: Readonly<Record<string, string>>
}

const none: readonly CapabilityEvidence[] = []
/** Ids of records kept as evidence of one capability. */
const refCap = 16

/**
 * What an artifact declares (claims of its manifests), could do by its code (capability matches on facts) and did
 * (its run records, mechanically, and capability matches on them); what it did without saying so; and what it said
 * and neither could nor did.
 */
export function buildProfile(input: ProfileInput): BehaviorProfile {
  const { artifact, records, matches, runs, versions } = input
  const declared = merge(records.flatMap(claimed))
  const known = merge([...matches.flatMap(matched(records)), ...records.flatMap(observed)])
  const seen = known.filter(({ basis }) => basis === 'observed')
  return {
    artifact: artifact.id,
    name: artifact.name,
    capabilities: [...declared, ...known],
    hidden: seen.filter((one) => !declared.some((claim) => subsumes(claim, one))),
    unused: declared.filter((claim) => !known.some((one) => subsumes(claim, one))),
    runs,
    coverage: withRuns(input.coverage, runs, artifact.gaps),
    versions,
  }
}

function claimed(record: EventRecord): readonly CapabilityEvidence[] {
  const claim = record['manifest.claim']
  if (record.kind !== 'manifest.claim' || claim === undefined || record['manifest.claim.negated'] === true)
    return none
  const at = claim.indexOf(':')
  const [action, target] = at < 0 ? [claim, '*'] : [claim.slice(0, at), claim.slice(at + 1)]
  return [{ action, target, basis: 'declared', refs: [record.id] }]
}

function matched(records: readonly EventRecord[]): (match: Match) => readonly CapabilityEvidence[] {
  const ran = new Set(records.filter(({ stage }) => stage === 'run').map(({ id }) => id))
  return (match) => {
    const action = match['capability.action']
    const target = match['capability.target']
    if (match['rule.type'] !== 'capability' || action === undefined || target === undefined) return []
    const basis: Basis = match['match.refs'].some((ref) => ran.has(ref)) ? 'observed' : 'static'
    return [{ action, target, basis, refs: match['match.refs'] }]
  }
}

function observed(record: EventRecord): readonly CapabilityEvidence[] {
  const shown = record.stage === 'run' ? shownBy(record) : undefined
  if (shown === undefined) return none
  return [{ action: shown.action, target: shown.target, basis: 'observed', refs: [record.id] }]
}

/** One entry per capability and basis, with its evidence joined, in a stable order. */
function merge(all: readonly CapabilityEvidence[]): readonly CapabilityEvidence[] {
  const merged = new Map<string, CapabilityEvidence & { readonly refs: string[] }>()
  for (const { action, target, basis, refs } of all) {
    const key = `${basis}\n${action}\n${target}`
    let one = merged.get(key)
    if (one === undefined) merged.set(key, (one = { action, target, basis, refs: [] }))
    for (const ref of refs) if (one.refs.length < refCap && !one.refs.includes(ref)) one.refs.push(ref)
  }
  return [...merged].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
}

/** Coverage of reading and running together; an entry point that never got going is a material gap. */
function withRuns(coverage: Coverage, runs: readonly RunOutcome[], intake: readonly Gap[]): Coverage {
  if (runs.length === 0) return { ...coverage, gaps: dedupe([...intake, ...coverage.gaps]) }
  const entries = new Map<string, boolean>()
  for (const { entry, covered } of runs)
    entries.set(entry.name, (entries.get(entry.name) ?? false) || covered)
  const missed = runs.filter(({ entry }) => entries.get(entry.name) === false).map(missedGap)
  return {
    ...coverage,
    entries: { total: entries.size, ran: [...entries.values()].filter(Boolean).length },
    gaps: dedupe([...intake, ...coverage.gaps, ...runs.flatMap(({ gaps }) => gaps), ...missed]),
  }
}

function missedGap({ entry, status }: RunOutcome): Gap {
  return {
    reason: `run-${status}`,
    path: entry.name,
    detail: `the entry point never got going: ${status}`,
    material: true,
  }
}

function dedupe(gaps: readonly Gap[]): readonly Gap[] {
  return [...new Map(gaps.map((gap) => [`${gap.reason}\n${gap.path ?? ''}\n${gap.detail}`, gap])).values()]
}
