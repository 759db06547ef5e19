import { buildRecord, uuidv7 } from '@clawback/model'
import type { AgentEvent, Alert, Clock, FieldValue, LiveRecord, RecordDraft } from '@clawback/model'
import type { LiveAttributor } from '../attribution/attributor.js'
import type { GraphStore, Observed, Revision, Sighting, SourceIdentity } from '../ports.js'
import { attributionFields } from './enrich.js'

/** What became of what a source delivered. */
export interface SourceCounts {
  events: number
  gaps: number
  duplicates: number
  /** RFC 3339; empty before the first. */
  last: string
}

export interface Ingest {
  /** Record, attribute, derive, store, judge: in this order, at once. Gives the events made; duplicates make none. */
  take(source: SourceIdentity, sightings: readonly Sighting[]): readonly AgentEvent[]
  /** Revisions that are due beyond what a single record may bring. */
  settle(): void
  /** Takes up an event stored before a restart; `again` holds it against the rules once more. */
  resume(observed: Observed, event: AgentEvent, again: boolean): void
  /** A recent event by the id of its record. */
  recent(id: string): AgentEvent | undefined
  readonly counts: ReadonlyMap<string, SourceCounts>
}

export interface IngestOptions {
  readonly version: string
  readonly clock: Clock
  readonly attributor: LiveAttributor
  readonly derive: (
    record: LiveRecord,
    attribution: AgentEvent['attribution'],
  ) => Readonly<Record<string, FieldValue>>
  readonly graph: Pick<GraphStore, 'put' | 'revise'>
  readonly evaluate: (record: LiveRecord) => readonly Alert[]
  readonly alerted: (alerts: readonly Alert[], on: AgentEvent) => void
  readonly heard: (event: AgentEvent) => void
  readonly fault: (what: string, error: unknown) => void
}

interface Kept {
  readonly observed: Observed
  readonly derived: Readonly<Record<string, FieldValue>>
  event: AgentEvent
}

/** Events kept at hand for alerts and revisions, and keys kept against repetition. */
const mostKept = 20_000
const mostKeys = 200_000

export function createIngest(options: IngestOptions): Ingest {
  const { clock, attributor, derive, graph, evaluate, alerted, heard, fault } = options
  const kept = new Map<string, Kept>()
  const keys = new Set<string>()
  const counts = new Map<string, SourceCounts>()
  let seq = 0

  const take = (source: SourceIdentity, sightings: readonly Sighting[]): readonly AgentEvent[] => {
    const events: AgentEvent[] = []
    const tally = countsOf(counts, source.name)
    for (const sighting of sightings) {
      const observed = record(source, sighting)
      if (repeated(observed.record)) {
        tally.duplicates++
        continue
      }
      tally.last = observed.record['source.received'] ?? observed.record.time
      if (observed.record.kind === 'source.gap') tally.gaps += observed.record['gap.count'] ?? 1
      else tally.events++
      events.push(judge(observed))
    }
    return events
  }

  const record = (source: SourceIdentity, { draft, keys: joins, claims = [] }: Sighting): Observed => {
    const now = clock.now()
    const dedupe = draft['source.dedupe_key']
    const full = {
      ...draft,
      ...(typeof dedupe === 'string' ? { 'source.dedupe_key': `${source.connector}:${dedupe}` } : {}),
      id: uuidv7(now),
      stage: 'live',
      seq: ++seq,
      'source.engine': source.connector,
      'source.version': options.version,
      'source.trust': source.trust,
      'source.connector': source.name,
      'source.received': new Date(now).toISOString(),
    }
    return { record: buildRecord(full as unknown as RecordDraft) as LiveRecord, keys: joins, claims }
  }

  const judge = (observed: Observed): AgentEvent => {
    const { attribution, revised } = attributor.observe(observed)
    const derived = derive(observed.record, attribution)
    const event = eventOf(observed, derived, attribution)
    keep(observed, derived, event)
    graph.put(event, observed).catch((error: unknown) => fault('storing an event', error))
    heard(event)
    alert(event)
    revise(revised)
    return event
  }

  const alert = (event: AgentEvent): void => {
    const alerts = evaluate(event.record)
    if (alerts.length > 0) alerted(alerts, event)
  }

  /** A changed answer is stored, and held against the rules again: late evidence may complete what was missing. */
  const revise = (revised: readonly Revision[]): void => {
    for (const { record: id, attribution } of revised) {
      const known = kept.get(id)
      if (known === undefined) continue
      const { observed } = known
      const derived = looksBack(observed.record) ? derive(observed.record, attribution) : known.derived
      const event = eventOf(observed, derived, attribution)
      kept.set(id, { observed, derived, event })
      graph.revise(event)
      if (!sameActor(known.event.attribution, attribution)) alert(event)
    }
  }

  const keep = (observed: Observed, derived: Kept['derived'], event: AgentEvent): void => {
    kept.set(observed.record.id, { observed, derived, event })
    if (kept.size > mostKept) drop(kept)
  }

  const repeated = (one: LiveRecord): boolean => {
    const key = one['source.dedupe_key']
    if (key === undefined) return false
    if (keys.has(key)) return true
    keys.add(key)
    if (keys.size > mostKeys) drop(keys)
    return false
  }

  return {
    take,
    settle: () => revise(attributor.settle(1_024)),
    resume: (observed, event, again) => {
      repeated(observed.record)
      seq = Math.max(seq, observed.record.seq)
      const revision = attributor.resume(observed, event.attribution)
      const derived = derive(observed.record, event.attribution)
      keep(observed, derived, event)
      if (again) alert(event)
      if (revision !== undefined) revise([revision])
    },
    recent: (id) => kept.get(id)?.event,
    counts,
  }
}

function eventOf(
  observed: Observed,
  derived: Readonly<Record<string, FieldValue>>,
  attribution: AgentEvent['attribution'],
): AgentEvent {
  return {
    record: { ...observed.record, ...attributionFields(observed, attribution), ...derived },
    attribution,
  }
}

/** More evidence for the same answer changes nothing that a rule sees. */
function sameActor(before: AgentEvent['attribution'], after: AgentEvent['attribution']): boolean {
  return (
    before.human === after.human &&
    before.credential === after.credential &&
    before.lineage.join('\n') === after.lineage.join('\n')
  )
}

/** Kinds whose derived fields depend on who did it and may be derived twice without counting twice. */
function looksBack({ kind }: LiveRecord): boolean {
  return kind === 'data.access' || kind === 'cloud.api' || kind === 'saas.api'
}

function countsOf(counts: Map<string, SourceCounts>, name: string): SourceCounts {
  const known = counts.get(name) ?? { events: 0, gaps: 0, duplicates: 0, last: '' }
  counts.set(name, known)
  return known
}

function drop(oldestOf: Map<string, unknown> | Set<string>): void {
  for (const oldest of oldestOf.keys()) {
    oldestOf.delete(oldest)
    return
  }
}
