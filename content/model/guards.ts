import { isFieldValue } from './build.js'
import { ClawbackError } from './errors.js'
import { fields, kinds, openPrefixes } from './generated/vocabulary.js'
import type { Channel } from './generated/vocabulary.js'
import type { EventRecord, FieldValue } from './record.js'

/**
 * Checks one parsed JSON value against the record language and returns it as a record without a prototype.
 * `where` names file and line for the error. Throws RECORD_INVALID.
 */
export function parseRecord(value: unknown, where: string): EventRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(where, 'it is not an object')
  const record: Record<string, unknown> = Object.assign(Object.create(null), value) as Record<string, unknown>
  for (const name of Object.keys(record)) {
    const problem = fieldProblem(name, record[name])
    if (problem !== undefined) throw invalid(where, problem)
  }
  for (const name of required)
    if (record[name] === undefined) throw invalid(where, `the field ${name} is missing`)
  if (record['schema'] !== 'clawback/1')
    throw invalid(where, `schema is ${String(record['schema'])}, not clawback/1`)
  if (!Object.hasOwn(kinds, String(record['kind'])))
    throw invalid(where, `kind ${String(record['kind'])} is not in the vocabulary`)
  const stages: readonly unknown[] = kinds[record['kind'] as keyof typeof kinds]
  if (!stages.includes(record['stage']))
    throw invalid(where, `${String(record['kind'])} does not occur at stage ${String(record['stage'])}`)
  if (!rfc3339.test(String(record['time'])) || Number.isNaN(Date.parse(String(record['time']))))
    throw invalid(where, 'time is not RFC 3339 UTC with milliseconds')
  if (record['source.trust'] !== undefined && ![0, 1, 2, 3].includes(record['source.trust'] as number))
    throw invalid(where, 'source.trust is not 0, 1, 2 or 3')
  if (record['source.channel'] !== undefined && !channels.has(record['source.channel']))
    throw invalid(where, 'source.channel is not a known channel')
  return record as unknown as EventRecord
}

/** Why a field may not stand in a record, or undefined. Unknown names are allowed only under open prefixes. */
export function fieldProblem(name: string, value: unknown): string | undefined {
  if (!isFieldValue(value)) return `${name} is not a string, finite number, boolean or list of those`
  const known = Object.hasOwn(fields, name) ? fields[name as keyof typeof fields] : undefined
  if (known === undefined)
    return openPrefixes.some((prefix) => name.startsWith(prefix))
      ? undefined
      : `${name} is not in the vocabulary`
  const found = typeName(value)
  return found === known.type || (known.type.endsWith('[]') && found === '[]')
    ? undefined
    : `${name} is ${found}, not ${known.type}`
}

function typeName(value: FieldValue): string {
  if (!Array.isArray(value)) return typeof value
  const types = new Set((value as readonly unknown[]).map((item) => typeof item))
  return types.size > 1 ? 'a mixed list' : `${[...types].join('')}[]`
}

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}Z$/
const channels: ReadonlySet<unknown> = new Set<Channel>([
  'file',
  'kernel',
  'network',
  'in-process',
  'protocol',
  'log',
])

const required = ['schema', 'id', 'kind', 'stage', 'time', 'seq', 'source.engine'] as const

function invalid(where: string, detail: string): ClawbackError {
  return new ClawbackError('RECORD_INVALID', { where, detail })
}
