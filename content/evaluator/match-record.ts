import type { EventRecord, FieldValue, Match, RecordDraft, Trust } from '@clawback/model'
import { buildRecord, sha256 } from '@clawback/model'
import type { LoadedCorrelation, LoadedRule } from './load.js'

/** Fields of the record that a match carries on, so that rules on matches can group by who and what. */
const carried = /^(?:subject\.|session\.|agent\.|human\.|cred\.|run\.phase|prompt\.id|source\.connector)/

/** Builds the record that says a rule matched (events.md, From record to verdict). */
export function buildMatch(
  { source, rule }: LoadedRule | LoadedCorrelation,
  on: Readonly<Record<string, unknown>>,
  found: {
    readonly refs: readonly string[]
    readonly fields: Readonly<Record<string, string>>
    readonly group?: readonly string[]
  },
  seq: number,
): Match {
  // Field by field: a literal that spreads others into itself costs V8 ten times as much.
  const draft: Record<string, FieldValue> = {}
  for (const name of Object.keys(on)) if (carried.test(name)) draft[name] = on[name] as FieldValue
  draft['id'] = sha256(
    `match\n${source.name}\n${rule.id}\n${found.refs.join('\n')}\n${found.group?.join('\n') ?? ''}`,
  ).slice(0, 32)
  draft['kind'] = 'match'
  draft['stage'] = (on['stage'] ?? 'live') as EventRecord['stage']
  draft['time'] = typeof on['time'] === 'string' ? on['time'] : '1970-01-01T00:00:00.000Z'
  draft['seq'] = seq
  draft['source.engine'] = 'evaluator'
  draft['source.version'] = source.version
  draft['source.channel'] = (on['source.channel'] ?? 'in-process') as EventRecord['source.channel']
  draft['source.trust'] = (on['source.trust'] ?? 0) as Trust
  draft['rule.id'] = rule.id
  draft['rule.title'] = rule.title
  draft['rule.pack'] = source.name
  draft['rule.version'] = source.version
  draft['rule.level'] = rule.level
  draft['rule.type'] = rule.type
  draft['rule.tags'] = rule.tags
  draft['match.refs'] = found.refs
  draft['match.fields'] = Object.entries(found.fields).map(([name, value]) => `${name}=${value}`)
  if (found.group !== undefined && found.group.length > 0) draft['match.group'] = found.group.join(' ')
  if (rule.capability !== undefined) {
    const { action, target } = rule.capability
    draft['capability.action'] = fill(action, on, found.fields)
    draft['capability.target'] = fill(target, on, found.fields)
    draft['capability.basis'] = basisOf(on)
  }
  return buildRecord(draft as unknown as RecordDraft) as Match
}

function basisOf(on: Readonly<Record<string, unknown>>): string {
  if (on['kind'] === 'manifest.claim') return 'declared'
  return { read: 'static', run: 'observed', live: 'live' }[String(on['stage'])] ?? 'static'
}

/** Values of one list that a target names. */
const fillCap = 1024

/** A plain value as text; objects give nothing, for what they say of themselves may throw. */
function plain(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : ''
}

/** Puts values of the record in place of `%field.name%`; a field that is not there gives nothing. */
function fill(
  template: string,
  on: Readonly<Record<string, unknown>>,
  fields: Readonly<Record<string, string>>,
): string {
  const filled = template.replace(/%([^%\s]+)%/g, (_, name: string) => {
    const value = Object.hasOwn(on, name) ? on[name] : fields[name]
    return Array.isArray(value) ? value.slice(0, fillCap).map(plain).join(',') : plain(value)
  })
  return filled.slice(0, 1024)
}
