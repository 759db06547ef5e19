import type { EventRecord, ReportHost } from '@clawback/model'
import { givenAddresses, hostsIn } from '../store/hosts.js'
import { placeOf } from '../walk/evidence.js'

/** Hosts of one artifact that a page carries, and places of each. */
const most = 300
const placesShown = 5

interface Gathered {
  readonly bases: Set<'static' | 'observed'>
  readonly events: Map<string, number>
  readonly processes: Set<string>
  readonly places: Set<string>
}

/** The hosts that records name, each with where it is written and which processes reached for it; reached ones first. */
export function reportHosts(records: readonly EventRecord[]): readonly ReportHost[] {
  const found = new Map<string, Gathered>()
  const given = givenAddresses(records)
  for (const record of records)
    if (record.stage === 'read' || record.stage === 'run')
      for (const host of hostsIn(record, given)) gather(found, host, record)
  return [...found]
    .sort(([a, x], [b, y]) => Number(y.events.size > 0) - Number(x.events.size > 0) || a.localeCompare(b))
    .slice(0, most)
    .map(([host, { bases, events, processes, places }]) => ({
      host,
      bases: [...bases],
      events: [...events].map(([kind, count]) => ({ kind, count })),
      processes: [...processes],
      places: [...places].slice(0, placesShown),
    }))
}

function gather(found: Map<string, Gathered>, host: string, record: EventRecord): void {
  const known = found.get(host) ?? {
    bases: new Set<'static' | 'observed'>(),
    events: new Map<string, number>(),
    processes: new Set<string>(),
    places: new Set<string>(),
  }
  found.set(host, known)
  if (record.stage === 'read') {
    known.bases.add('static')
    known.places.add(placeOf(record))
    return
  }
  known.bases.add('observed')
  known.events.set(record.kind, (known.events.get(record.kind) ?? 0) + 1)
  const process = record['run.exec_id']
  if (process !== undefined) known.processes.add(`${record['subject.run'] ?? ''} ${process}`)
}
