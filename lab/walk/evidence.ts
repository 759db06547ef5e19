import type { Evidence, EventRecord, Match, Region } from '@clawback/model'
import { summarise } from './summary.js'

/** Matches on matches that are followed. */
const deepest = 4

/** Follows a match down to the facts and events it rests on: matches on matches end at bytes or at an event. */
export function groundOf(
  match: Match,
  byId: ReadonlyMap<string, EventRecord>,
  depth = 0,
): readonly EventRecord[] {
  return match['match.refs'].flatMap((id) => {
    const record = byId.get(id)
    if (record === undefined) return []
    return record.kind === 'match' && depth < deepest ? groundOf(record as Match, byId, depth + 1) : [record]
  })
}

/** A record as a place that a person can look at. */
export function toEvidence(record: EventRecord): Evidence {
  const region = regionOf(record)
  return {
    record: record.id,
    kind: record.kind,
    where: placeOf(record),
    excerpt: summarise(record),
    ...(region === undefined ? {} : { region }),
  }
}

/** The stretch of a file that a fact is about; undefined for events and for facts of the artifact as a whole. */
export function regionOf(record: EventRecord): Region | undefined {
  const path = record['file.path']
  if (record.stage !== 'read' || path === undefined) return undefined
  const line = record['code.line.number']
  const column = record['code.column.number']
  const lineEnd = record['code.line.end']
  return {
    path,
    ...(line === undefined ? {} : { line }),
    ...(line === undefined || column === undefined ? {} : { column }),
    ...(line === undefined || lineEnd === undefined ? {} : { lineEnd }),
  }
}

/** Where a person looks: `path:line` of a fact, `run#seq` of an event. */
export function placeOf(record: EventRecord): string {
  if (record.stage === 'run') return `${record['subject.run'] ?? ''}#${record.seq}`
  const line = record['code.line.number']
  return `${record['file.path'] ?? '.'}${line === undefined ? '' : `:${line}`}`
}
