import type { FieldValue, Kind } from '@clawback/model'
import type { JoinKeys, Sighting } from '../ports.js'

/** Fields being gathered for a draft; what is undefined is left out in the end. */
export type Fields = Readonly<Record<string, FieldValue | undefined>>

/** A sighting from its parts. */
export function sighting(
  kind: Kind,
  time: string,
  channel: 'file' | 'network' | 'protocol' | 'log',
  fields: Fields,
  keys: { readonly [Name in keyof JoinKeys]: string | undefined },
  claims: Sighting['claims'] = [],
): Sighting {
  return {
    draft: { kind, time, 'source.channel': channel, ...defined(fields) },
    // A slash parts a sub-agent from its session; it must not come in from outside.
    keys: defined({ ...keys, session: keys.session?.replaceAll('/', '%2F') }),
    ...(claims.length === 0 ? {} : { claims }),
  }
}

function defined<Value>(fields: Readonly<Record<string, Value | undefined>>): Record<string, Value> {
  const kept = Object.create(null) as Record<string, Value>
  for (const name of Object.keys(fields)) {
    const value = fields[name]
    if (value !== undefined) kept[name] = value
  }
  return kept
}

/** RFC 3339 in UTC with milliseconds, or undefined when the text is no time between 2000 and 2100. */
export function instant(value: unknown): string | undefined {
  const time = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : NaN
  return time > 946_684_800_000 && time < 4_102_444_800_000 ? new Date(time).toISOString() : undefined
}
