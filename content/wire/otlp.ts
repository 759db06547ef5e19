import { isObject, listMember, member, numberMember, objectMember, textMember } from './json.js'

/** Attributes of a span or log record, resource and scope included, flat and bounded. */
export type FlatAttributes = Readonly<
  Record<string, string | number | boolean | readonly (string | number | boolean)[]>
>

export interface OtlpSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  /** Milliseconds since the epoch, with fractions. */
  readonly start: number
  readonly end: number
  readonly error: boolean
  readonly resource: FlatAttributes
  readonly attributes: FlatAttributes
  readonly events: readonly {
    readonly name: string
    readonly time: number
    readonly attributes: FlatAttributes
  }[]
}

export interface OtlpLog {
  readonly traceId?: string
  readonly spanId?: string
  /** Milliseconds since the epoch, with fractions; the observed time when the source gave none. */
  readonly time: number
  readonly severity?: number
  /** `eventName`, or the attribute `event.name`. */
  readonly name?: string
  readonly body?: string
  readonly resource: FlatAttributes
  readonly attributes: FlatAttributes
}

export interface OtlpBounds {
  /** Most spans or log records read. Default 10,000. */
  readonly items?: number
  /** Most attributes of one of them. Default 128. */
  readonly attributes?: number
  /** Longest value in UTF-16 units. Default 8,192. */
  readonly text?: number
}

/** What was read, and how many pieces were left out because they were malformed or past a bound. */
export interface OtlpRead<Item> {
  readonly items: readonly Item[]
  readonly refused: number
  /** Attributes left out past the bounds. */
  readonly cut: number
}

/**
 * Reads the JSON encoding of an OTLP/HTTP trace export (opentelemetry-proto 1.x, ExportTraceServiceRequest). Takes any
 * value, never throws.
 */
export function readOtlpTraces(request: unknown, bounds: OtlpBounds = {}): OtlpRead<OtlpSpan> {
  return readItems(request, bounds, ['resourceSpans', 'scopeSpans', 'spans'], toSpan)
}

/** Reads the JSON encoding of an OTLP/HTTP log export (ExportLogsServiceRequest). Takes any value, never throws. */
export function readOtlpLogs(request: unknown, bounds: OtlpBounds = {}): OtlpRead<OtlpLog> {
  return readItems(request, bounds, ['resourceLogs', 'scopeLogs', 'logRecords'], toLog)
}

interface Reader {
  readonly attributes: (list: readonly unknown[]) => FlatAttributes
  readonly text: (value: string) => string
}

function readItems<Item>(
  request: unknown,
  bounds: OtlpBounds,
  path: readonly [string, string, string],
  make: (value: unknown, resource: FlatAttributes, reader: Reader) => Item | undefined,
): OtlpRead<Item> {
  const { items: most = 10_000, attributes = 128, text = 8_192 } = bounds
  const items: Item[] = []
  let refused = 0
  let cut = 0
  const reader: Reader = {
    text: (value) => value.slice(0, text).toWellFormed(),
    attributes: (list) => {
      cut += Math.max(0, list.length - attributes)
      return flat(list.slice(0, attributes), text)
    },
  }
  for (const group of listMember(request, path[0])) {
    const resource = reader.attributes(listMember(objectMember(group, 'resource'), 'attributes'))
    for (const scope of listMember(group, path[1]))
      for (const value of listMember(scope, path[2])) {
        const item = items.length < most ? make(value, resource, reader) : undefined
        if (item === undefined) refused++
        else items.push(item)
      }
  }
  return { items, refused, cut }
}

function toSpan(value: unknown, resource: FlatAttributes, reader: Reader): OtlpSpan | undefined {
  const traceId = hexId(member(value, 'traceId'), 32)
  const spanId = hexId(member(value, 'spanId'), 16)
  const start = milliseconds(member(value, 'startTimeUnixNano'))
  if (traceId === undefined || spanId === undefined || start === undefined) return undefined
  const parentSpanId = hexId(member(value, 'parentSpanId'), 16)
  return {
    traceId,
    spanId,
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    name: reader.text(textMember(value, 'name') ?? ''),
    start,
    end: milliseconds(member(value, 'endTimeUnixNano')) ?? start,
    error: numberMember(objectMember(value, 'status'), 'code') === 2,
    resource,
    attributes: reader.attributes(listMember(value, 'attributes')),
    events: listMember(value, 'events')
      .slice(0, 128)
      .map((event) => ({
        name: reader.text(textMember(event, 'name') ?? ''),
        time: milliseconds(member(event, 'timeUnixNano')) ?? start,
        attributes: reader.attributes(listMember(event, 'attributes')),
      })),
  }
}

function toLog(value: unknown, resource: FlatAttributes, reader: Reader): OtlpLog | undefined {
  const time =
    milliseconds(member(value, 'timeUnixNano')) ?? milliseconds(member(value, 'observedTimeUnixNano'))
  if (time === undefined) return undefined
  const attributes = reader.attributes(listMember(value, 'attributes'))
  const traceId = hexId(member(value, 'traceId'), 32)
  const spanId = hexId(member(value, 'spanId'), 16)
  const severity = numberMember(value, 'severityNumber')
  const body = textMember(objectMember(value, 'body'), 'stringValue')
  const named = textMember(value, 'eventName') ?? attributes['event.name']
  return {
    ...(traceId === undefined ? {} : { traceId }),
    ...(spanId === undefined ? {} : { spanId }),
    time,
    ...(severity === undefined ? {} : { severity }),
    ...(typeof named === 'string' && named !== '' ? { name: reader.text(named) } : {}),
    ...(body === undefined ? {} : { body: reader.text(body) }),
    resource,
    attributes,
  }
}

/** Ids are hex in OTLP/JSON; an id of zeros is none. */
function hexId(value: unknown, length: number): string | undefined {
  if (typeof value !== 'string' || value.length !== length || !/^[0-9a-fA-F]+$/.test(value)) return undefined
  return /^0+$/.test(value) ? undefined : value.toLowerCase()
}

/** Nanoseconds since the epoch, as a decimal string or number, to milliseconds that a date can hold. */
function milliseconds(nanos: unknown): number | undefined {
  const digits = typeof nanos === 'number' && Number.isFinite(nanos) ? String(Math.round(nanos)) : nanos
  if (typeof digits !== 'string' || !/^\d{1,20}$/.test(digits)) return undefined
  const value = Number(BigInt(digits) / 1000n) / 1000
  return value > 0 && value < 8.64e15 ? value : undefined
}

function flat(list: readonly unknown[], limit: number): FlatAttributes {
  const fields = Object.create(null) as Record<string, FlatAttributes[string]>
  for (const pair of list) {
    const key = textMember(pair, 'key')
    const value = anyValue(member(pair, 'value'), limit, 0)
    if (key !== undefined && key.length <= 256 && value !== undefined) put(fields, key, value)
  }
  return fields
}

type Nested = FlatAttributes[string] | ReadonlyMap<string, unknown>

function put(fields: Record<string, FlatAttributes[string]>, key: string, value: Nested): void {
  if (!(value instanceof Map)) fields[key] = value as FlatAttributes[string]
  else for (const [name, inner] of value) put(fields, `${key}.${String(name)}`, inner as Nested)
}

/** opentelemetry-proto AnyValue: scalars stay, key-value lists are laid flat, lists keep their scalars. */
function anyValue(value: unknown, limit: number, depth: number): Nested | undefined {
  if (!isObject(value) || depth > 8) return undefined
  const text = textMember(value, 'stringValue') ?? textMember(value, 'bytesValue')
  if (text !== undefined) return text.slice(0, limit).toWellFormed()
  const bool = member(value, 'boolValue')
  if (typeof bool === 'boolean') return bool
  const whole = member(value, 'intValue')
  if (typeof whole === 'string' && /^-?\d{1,19}$/.test(whole)) return Number(whole)
  const number = numberMember(value, 'intValue') ?? numberMember(value, 'doubleValue')
  if (number !== undefined) return number
  const array = objectMember(value, 'arrayValue')
  if (array !== undefined)
    return listMember(array, 'values')
      .slice(0, 64)
      .map((item) => anyValue(item, limit, depth + 1))
      .filter((item) => typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean')
  const pairs = objectMember(value, 'kvlistValue')
  if (pairs === undefined) return undefined
  const inner = new Map<string, unknown>()
  for (const pair of listMember(pairs, 'values').slice(0, 64)) {
    const key = textMember(pair, 'key')
    const item = anyValue(member(pair, 'value'), limit, depth + 1)
    if (key !== undefined && item !== undefined) inner.set(key.slice(0, 256), item)
  }
  return inner
}
