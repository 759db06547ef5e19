/** Who caused a request, as a W3C trace context header says. */
export interface TraceParent {
  /** 32 lower-case hex digits. */
  readonly traceId: string
  /** 16 lower-case hex digits: the span that caused this one. */
  readonly parentId: string
  readonly sampled: boolean
}

/** Reads a `traceparent` (W3C Trace Context, 3.2). Undefined when it is malformed, all zeros, or of version ff. */
export function parseTraceparent(header: unknown): TraceParent | undefined {
  if (typeof header !== 'string' || header.length > 512) return undefined
  const match = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/.exec(header.trim())
  if (match === null) return undefined
  const [, version = '', traceId = '', parentId = '', flags = '', rest] = match
  if (version === 'ff' || (version === '00' && rest !== undefined)) return undefined
  if (/^0+$/.test(traceId) || /^0+$/.test(parentId)) return undefined
  return { traceId, parentId, sampled: (parseInt(flags, 16) & 1) === 1 }
}

/** Writes a `traceparent` of version 00. */
export function formatTraceparent(parent: TraceParent): string {
  return `00-${parent.traceId}-${parent.parentId}-${parent.sampled ? '01' : '00'}`
}
