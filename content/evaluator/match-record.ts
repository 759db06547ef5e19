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
  const context: Record<string, FieldValue> = {}
  for (const name of Object.keys(on)) if (carried.test(name)) context[name] = on[name] as FieldValue
  const draft: RecordDraft = {
    ...context,
    id: sha256(
      `match\n${source.name}\n${rule.id}\n${found.refs.join('\n')}\n${found.group?.join('\n') ?? ''}`,
    ).slice(0, 32),
    kind: 'match',
    stage: (on['stage'] ?? 'live') as EventRecord['stage'],
    time: typeof on['time'] === 'string' ? on['time'] : '1970-01-01T00:00:00.000Z',
    seq,
    'source.engine': 'evaluator',
    'source.version': source.version,
    'source.channel': (on['source.channel'] ?? 'in-process') as EventRecord['source.channel'],
    'source.trust': (on['source.trust'] ?? 0) as Trust,
    'rule.id': rule.id,
    'rule.title': rule.title,
    'rule.pack': source.name,
    'rule.version': source.version,
    'rule.level': rule.level,
    'rule.type': rule.type,
    'rule.tags': rule.tags,
    'match.refs': found.refs,
    'match.fields': Object.entries(found.fields).map(([name, value]) => `${name}=${value}`),
    ...(found.group === undefined || found.group.length === 0
      ? {}
      : { 'match.group': found.group.join(' ') }),
    ...capability(rule.capability, on, found.fields),
  }
  return buildRecord(draft) as Match
}

function capability(
  said: { readonly action: string; readonly target: string } | undefined,
  on: Readonly<Record<string, unknown>>,
  fields: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  if (said === undefined) return {}
  const byStage = { read: 'static', run: 'observed', live: 'live' }[String(on['stage'])] ?? 'static'
  const basis = on['kind'] === 'manifest.claim' ? 'declared' : byStage
  return {
    'capability.action': fill(said.action, on, fields),
    'capability.target': fill(said.target, on, fields),
    'capability.basis': basis,
  }
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
