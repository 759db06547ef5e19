import { canonicalJson } from './canonical.js'
import { sha256 } from './hash.js'
import type { EventRecord, FieldValue, RecordDraft } from './record.js'

/** Bounds of one record. Text is cut at `text` UTF-16 units, lists at `items`, the record at `fields` names. */
export interface RecordCaps {
  readonly text: number
  readonly items: number
  readonly fields: number
}

export const defaultCaps: RecordCaps = { text: 4096, items: 64, fields: 256 }

/**
 * Makes a record out of what an engine observed: drops what is undefined, cuts what is too long and says so in
 * `truncated`, and derives the id. Read records are identified by their content without `time` and `seq`, run records
 * by run and seq; a live record brings its own id. A host that has a faster SHA-256 of a text, as lower-case hex, may
 * bring it: the id is the same.
 */
export function buildRecord(
  draft: RecordDraft,
  caps: RecordCaps = defaultCaps,
  hash: (text: string) => string = sha256,
): EventRecord {
  const cut: string[] = []
  const record: Record<string, FieldValue> = { schema: 'clawback/1' }
  let seen = 0
  for (const name of Object.keys(draft)) {
    if (++seen > caps.fields) break
    const value = draft[name]
    if (name !== 'schema' && value !== undefined && isFieldValue(value))
      put(record, name, cap(name, value, caps, cut))
  }
  if (seen > caps.fields) cut.push('*')
  if (cut.length > 0)
    record['truncated'] = [...new Set([...(draft.truncated ?? []), ...cut])].slice(0, caps.items)
  record['id'] = draft.id ?? recordId(record, hash)
  return record as unknown as EventRecord
}

/** Assigns an own field, whatever its name: `__proto__` is a plain name here. */
function put(record: Record<string, FieldValue>, name: string, value: FieldValue): void {
  if (name === '__proto__')
    Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true })
  else record[name] = value
}

const placed: ReadonlySet<string> = new Set(['time', 'seq'])

function recordId(body: Readonly<Record<string, FieldValue>>, hash: (text: string) => string): string {
  if (body['stage'] === 'run')
    return hash(`${String(body['subject.run'])}#${String(body['seq'])}`).slice(0, 32)
  return hash(body['stage'] === 'live' ? canonicalJson(body) : canonicalJson(body, placed)).slice(0, 32)
}

function cap(name: string, value: FieldValue, caps: RecordCaps, cut: string[]): FieldValue {
  if (typeof value === 'string') return capText(name, value, caps, cut)
  if (!Array.isArray(value)) return value
  const items = value as readonly (string | number | boolean)[]
  if (items.length > caps.items) cut.push(name)
  return items
    .slice(0, caps.items)
    .map((item) => (typeof item === 'string' ? capText(name, item, caps, cut) : item))
}

function capText(name: string, text: string, caps: RecordCaps, cut: string[]): string {
  if (text.length <= caps.text) return text.toWellFormed()
  if (!cut.includes(name)) cut.push(name)
  return text.slice(0, caps.text).toWellFormed()
}

/** Whether a value may stand in a record: a finite number, string, boolean, or a list of those. */
export function isFieldValue(value: unknown): value is FieldValue {
  return isScalar(value) || (Array.isArray(value) && value.every(isScalar))
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
}

/** Bounds of {@link flatten}. */
export interface FlattenCaps {
  readonly depth: number
  readonly keys: number
  /** Longest single key, in UTF-16 units. */
  readonly name: number
}

/** Names reported as cut; past it the rest is not looked at. */
const reported = 16

/**
 * Lays a structured value flat under `prefix`: `{a: {b: 1}}` under `x.` gives `x.a.b = 1`. Lists of scalars stay
 * lists, other lists are indexed. Own properties only; `__proto__` and the like become plain names. Cuts past the caps
 * and reports the names cut.
 */
export function flatten(
  prefix: string,
  value: unknown,
  caps: FlattenCaps = { depth: 8, keys: 64, name: 128 },
): { readonly fields: Readonly<Record<string, FieldValue>>; readonly truncated: readonly string[] } {
  const fields: Record<string, FieldValue> = Object.create(null) as Record<string, FieldValue>
  const truncated: string[] = []
  const visit = (name: string, item: unknown, depth: number): void => {
    if (item === null || item === undefined) return
    if (isFieldValue(item)) {
      if (Object.keys(fields).length >= caps.keys) truncated.push(name)
      else fields[name] = item
      return
    }
    if (typeof item !== 'object') return
    if (depth >= caps.depth) {
      truncated.push(name)
      return
    }
    for (const key of Object.keys(item).slice(0, caps.keys + 1)) {
      if (truncated.length >= reported) return
      if (key.length > caps.name) truncated.push(`${name}.${key.slice(0, 16)}`)
      else visit(`${name}.${key}`, (item as Readonly<Record<string, unknown>>)[key], depth + 1)
    }
  }
  visit(prefix, value, 0)
  return { fields, truncated: truncated.slice(0, reported) }
}
