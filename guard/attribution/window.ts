import type { LiveRecord, Trust } from '@clawback/model'

/** When a tool call ran, per trust of who said so. Joins by earliest start and latest end: order does not matter. */
export type Windows = Map<Trust, { start?: number; end?: number }>

/** A call whose other end is not known is taken to last so long. */
const longestCall = 10 * 60_000
/** Clocks of one host and its database may differ by so much. */
const skew = 2_000

/** Takes what a record says of its call's time; true when the window changed. */
export function widen(windows: Windows, record: LiveRecord): boolean {
  const begins = record.kind === 'tool.request' || record.kind === 'mcp.call'
  const ends = record.kind === 'tool.result' || record.kind === 'mcp.result'
  if (!begins && !ends) return false
  const at = Date.parse(record.time)
  const trust = record['source.trust']
  const known = windows.get(trust) ?? {}
  windows.set(trust, known)
  if (begins && (known.start === undefined || at < known.start)) known.start = at
  else if (ends && (known.end === undefined || at > known.end)) known.end = at
  else return false
  return true
}

/** Whether the call was running at a time, going by its most trusted telling. */
export function running(windows: Windows, at: number): boolean {
  const best = Math.max(...windows.keys()) as Trust
  const { start, end } = windows.get(best) ?? {}
  if (start === undefined && end === undefined) return false
  const from = start ?? (end ?? 0) - longestCall
  const to = end ?? from + longestCall
  return at >= from - skew && at <= to + skew
}
