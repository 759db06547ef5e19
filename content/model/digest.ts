import { canonicalJson } from './canonical.js'
import { sha256 } from './hash.js'
import type { EventRecord } from './record.js'

/** Fields that differ between two runs of the same thing: pids, times, ports, ids, canary values. */
const volatile: ReadonlySet<string> = new Set([
  'id',
  'time',
  'seq',
  'cause',
  'subject.run',
  'process.pid',
  'process.parent_pid',
  'run.monotonic_ms',
  'run.exec_id',
  'run.parent_exec_id',
  'network.peer.port',
  'canary.id',
  'match.refs',
  'effect.duration_ms',
])

/** Order-sensitive digest of what happened in a run, equal for repeats that behaved alike (events.md, Envelope). */
export function traceDigest(events: readonly EventRecord[]): string {
  return sha256(events.map(stable).join('\n'))
}

/** Order- and duplication-insensitive digest of a set of records. */
export function setDigest(records: readonly EventRecord[]): string {
  return sha256([...new Set(records.map(stable))].sort().join('\n'))
}

function stable(record: EventRecord): string {
  return canonicalJson(Object.fromEntries(Object.entries(record).filter(([name]) => !volatile.has(name))))
}
