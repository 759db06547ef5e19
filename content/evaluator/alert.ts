import type { Alert, AlertState, PlanHeader, ResponseLevel } from '@clawback/model'
import type { Finding } from './correlate/correlator.js'
import type { NamedSource } from './source.js'

/** Longest dedupe key that is kept as it is. */
const keyCap = 512

interface Origin {
  readonly source: NamedSource
  readonly rule: PlanHeader
}

/** The alert of a rule on one event: certain at once, and its own dedupe key by rule and record. */
export function eventAlert(
  { source, rule }: Origin,
  event: { readonly id: string; readonly time: string },
  fields: Alert['fields'],
  mode: Alert['mode'],
): Alert {
  return {
    ...header(source, rule),
    ...keys(`${source.name}/${rule.id}:${event.id}`, 'certain'),
    time: event.time,
    refs: [event.id],
    refCount: 1,
    fields,
    group: [],
    mode,
  }
}

/** The alert of a correlation on one window of one group. */
export function correlationAlert(
  { source, rule }: Origin,
  finding: Finding,
  names: readonly string[],
  mode: Alert['mode'],
): Alert {
  return {
    ...header(source, rule),
    ...keys(`${source.name}/${rule.id}:${finding.dedupe}`, finding.state),
    time: isoTime(finding.time),
    refs: finding.refs,
    refCount: finding.refCount,
    fields: Object.fromEntries(names.map((name, i) => [name, finding.group[i] ?? ''])),
    group: finding.group,
    window: { from: isoTime(finding.from), to: isoTime(finding.to) },
    mode,
  }
}

function header(
  source: NamedSource,
  rule: PlanHeader,
): Pick<Alert, 'rule' | 'title' | 'pack' | 'version' | 'level' | 'type' | 'tags' | 'response'> {
  return {
    rule: rule.id,
    title: rule.title,
    pack: source.name,
    version: source.version,
    level: rule.level,
    type: rule.type,
    tags: rule.tags,
    response: Math.min(rule.response, source.most) as ResponseLevel,
  }
}

function keys(key: string, state: AlertState): Pick<Alert, 'id' | 'state' | 'dedupeKey'> {
  const dedupeKey = key.length <= keyCap ? key : `${key.slice(0, keyCap - 17)}~${hash(key)}`
  return { id: `${dedupeKey}#${state}`, state, dedupeKey }
}

function isoTime(time: number): string {
  return Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : ''
}

/** 64 bits of FNV-1a in two halves: tells long keys apart, and principals into shares. Not for secrets. */
export function hash(text: string): string {
  return half(text, 0x811c9dc5) + half(text, 0x9747b28c)
}

function half(text: string, seed: number): string {
  let h = seed
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return (h >>> 0).toString(16).padStart(8, '0')
}
