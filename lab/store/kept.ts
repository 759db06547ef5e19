import type {
  ArtifactKind,
  CapabilityEvidence,
  EventRecord,
  Fact,
  Trace,
  TraceEvent,
  Verdict,
} from '@clawback/model'
import type { Examination } from '../walk/examination.js'
import { recordsOf } from '../walk/observe.js'
import type { Observation } from '../walk/observe.js'
import { hostsOf } from './hosts.js'
import { packJson, packLines, unpackJson, unpackLines } from './pack-records.js'

/** What was observed of one artifact, compressed: what a later judgement starts from. */
export interface KeptObservation {
  readonly records: number
  /** Bytes of the records before compression. */
  readonly bytes: number
  readonly frame: Uint8Array
  readonly facts: Uint8Array
  readonly events: Uint8Array
}

/** One judged artifact in the shape in which it is written: made in a worker, sent as it is, written by one. */
export interface Kept {
  readonly artifact: string
  readonly name: string
  readonly kind: ArtifactKind
  readonly verdict: Verdict['label']
  readonly score: number
  readonly basis: Verdict['basis']
  readonly body: Uint8Array
  /** rule, title, level, type, pack@version. */
  readonly findings: readonly (readonly [string, string, string, string, string])[]
  /** action, target, basis. */
  readonly capabilities: readonly (readonly [string, string, string])[]
  /** host, basis. */
  readonly hosts: readonly (readonly [string, string])[]
}

/** The observation without its long lists. */
type Frame = Omit<Observation, 'reading' | 'traces'> & {
  readonly reading: Omit<Observation['reading'], 'facts'>
  readonly traces: readonly Omit<Trace, 'events'>[]
}

/** The examination without what the observation holds. */
type Body = Omit<Examination, 'records' | 'traces' | 'artifact'>

export function packObservation(observation: Observation): KeptObservation {
  const { reading, traces, ...rest } = observation
  const { facts, ...about } = reading
  const frame: Frame = {
    ...rest,
    reading: about,
    traces: traces.map(({ events: _, ...trace }) => trace),
  }
  const read = packLines(facts)
  const ran = packLines(traces.flatMap(({ events }, trace) => events.map((event) => [trace, event])))
  return {
    records: facts.length + traces.reduce((sum, { events }) => sum + events.length, 0),
    bytes: read.size + ran.size,
    frame: packJson(frame),
    facts: read.bytes,
    events: ran.bytes,
  }
}

export function unpackObservation(kept: Pick<KeptObservation, 'frame' | 'facts' | 'events'>): Observation {
  const { reading, traces, ...rest } = unpackJson(kept.frame) as Frame
  const facts = unpackLines(kept.facts) as Fact[]
  return { ...rest, reading: { ...reading, facts }, traces: withEvents(traces, kept.events) }
}

/** The runs of one actor, without unpacking what was read, or any event when there is none. */
export function unpackTraces(
  { frame, events }: Pick<KeptObservation, 'frame' | 'events'>,
  actor: Trace['outcome']['entry']['actor'],
): readonly Trace[] {
  const { traces } = unpackJson(frame) as Frame
  const is = ({ outcome }: Pick<Trace, 'outcome'>): boolean => outcome.entry.actor === actor
  return traces.some(is) ? withEvents(traces, events).filter(is) : []
}

function withEvents(traces: Frame['traces'], packed: Uint8Array): readonly Trace[] {
  const events = traces.map((): TraceEvent[] => [])
  for (const [trace, event] of unpackLines(packed) as [number, TraceEvent][]) events[trace]?.push(event)
  return traces.map((trace, index) => ({ ...trace, events: events[index] ?? [] }))
}

export function packExamination(one: Examination): Kept {
  const { artifact, records, traces: _, ...rest } = one
  const body: Body = rest
  return {
    artifact: artifact.id,
    name: artifact.name,
    kind: artifact.kind,
    verdict: one.verdict.label,
    score: one.verdict.score,
    basis: one.verdict.basis,
    body: packJson(body),
    findings: one.findings.map(({ rule, title, level, type, pack, version }) => [
      rule,
      title,
      level,
      type,
      `${pack}@${version}`,
    ]),
    capabilities: one.profile.capabilities.map(capabilityOf),
    hosts: hostsOf(records),
  }
}

/** The examination again. What schema 1 wrote holds everything in its body; there is no observation beside it. */
export function unpackExamination(body: Uint8Array, observation: Observation | undefined): Examination {
  const kept = unpackJson(body) as Body | Examination
  if (observation === undefined) return kept as Examination
  const { artifact, traces } = observation
  const records: EventRecord[] = [...recordsOf(observation), ...kept.matches]
  return { ...kept, artifact, traces, records }
}

/** Rules on claims give the claim as it is written, `action:target`: it is the capability `action` on `target`. */
export function capabilityOf({
  action,
  target,
  basis,
}: CapabilityEvidence): readonly [string, string, CapabilityEvidence['basis']] {
  const at = action.indexOf(':')
  return at < 0 || target !== '*'
    ? [action, target, basis]
    : [action.slice(0, at), action.slice(at + 1), basis]
}
