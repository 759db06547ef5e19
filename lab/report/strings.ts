import type { EventRecord, ReportString } from '@clawback/model'
import { placeOf } from '../walk/evidence.js'

/** Strings of one artifact that a page carries, and characters of each. */
const most = 400
const longest = 1_000

/** Field that holds the string, by kind of fact. */
const fields = {
  'text.hidden': 'text.content',
  'text.decoded': 'text.content',
  'bytes.match': 'text.content',
  'code.string': 'code.string.value',
} as const

/** Strings that engines read out: hidden and decoded text first, then what byte probes found, then constants of code. */
export function reportStrings(records: readonly EventRecord[]): {
  readonly strings: readonly ReportString[]
  readonly cut: number
} {
  const found = new Map<string, ReportString>()
  for (const [kind, field] of Object.entries(fields))
    for (const record of records) {
      const text = record.kind === kind ? record[field] : undefined
      if (text === undefined || text === '') continue
      const key = `${kind}\n${text}`
      if (!found.has(key)) found.set(key, { kind, where: placeOf(record), text: text.slice(0, longest) })
    }
  const strings = [...found.values()].slice(0, most)
  return { strings, cut: found.size - strings.length }
}
