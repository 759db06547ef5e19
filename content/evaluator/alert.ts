import type { Alert, PlanHeader, ResponseLevel } from '@clawback/model'
import type { Finding } from './correlate/finding.js'
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
  const dedupeKey = bounded(`${source.name}/${rule.id}:${event.id}`)
  // One literal, every key in the same order: alerts of one shape are cheap to make and to read.
  return {
    id: `${dedupeKey}#certain`,
    state: 'certain',
    dedupeKey,
    rule: rule.id,
    title: rule.title,
    pack: source.name,
    version: source.version,
    level: rule.level,
    type: rule.type,
    tags: rule.tags,
    response: Math.min(rule.response, source.most) as ResponseLevel,
    time: event.time,
    refs: [event.id],
    refCount: 1,
    fields,
    group: nobody,
    mode,
  }
}

const nobody: readonly string[] = []

/** The alert of a correlation on one window of one group. */
export function correlationAlert(
  { source, rule }: Origin,
  finding: Finding,
  names: readonly string[],
  mode: Alert['mode'],
): Alert {
  const dedupeKey = bounded(`${source.name}/${rule.id}:${finding.dedupe}`)
  return {
    id: `${dedupeKey}#${finding.state}`,
    state: finding.state,
    dedupeKey,
    rule: rule.id,
    title: rule.title,
    pack: source.name,
    version: source.version,
    level: rule.level,
    type: rule.type,
    tags: rule.tags,
    response: Math.min(rule.response, source.most) as ResponseLevel,
    time: isoTime(finding.time),
    refs: finding.refs,
    refCount: finding.refCount,
    fields: Object.fromEntries(names.map((name, i) => [name, finding.group[i] ?? ''])),
    group: finding.group,
    window: { from: isoTime(finding.from), to: isoTime(finding.to) },
    mode,
  }
}

function bounded(key: string): string {
  return key.length <= keyCap ? key : `${key.slice(0, keyCap - 17)}~${hash(key)}`
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
