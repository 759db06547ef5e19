import { isFieldValue } from './build.js'
import { ClawbackError } from './errors.js'
import { fields, kinds, openPrefixes } from './generated/vocabulary.js'
import type { EventRecord } from './record.js'

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
  if (Number.isNaN(Date.parse(String(record['time'])))) throw invalid(where, 'time is not RFC 3339')
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
  const found = Array.isArray(value) ? `${typeof (value[0] ?? '')}[]` : typeof value
  return found === known.type || (known.type.endsWith('[]') && Array.isArray(value) && value.length === 0)
    ? undefined
    : `${name} is ${found}, not ${known.type}`
}

const required = ['schema', 'id', 'kind', 'stage', 'time', 'seq', 'source.engine'] as const

function invalid(where: string, detail: string): ClawbackError {
  return new ClawbackError('RECORD_INVALID', { where, detail })
}
