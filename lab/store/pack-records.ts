import { gunzipSync, gzipSync } from 'node:zlib'

/** The least effort that still halves twice: a corpus is written once and judged often. */
const level = 3

/** A value as compressed JSON. */
export function packJson(value: unknown): Uint8Array {
  return gzipSync(JSON.stringify(value), { level })
}

export function unpackJson(bytes: Uint8Array): unknown {
  return JSON.parse(gunzipSync(bytes).toString('utf8'))
}

/** Records as compressed NDJSON, one a line, so that `zcat` shows them. `size` is that of the text. */
export function packLines(records: readonly unknown[]): {
  readonly bytes: Uint8Array
  readonly size: number
} {
  // Each line by itself: one letter beyond ASCII makes V8 hold, and write out, all of a joined text in two bytes a letter.
  const lines = records.map((record) => Buffer.from(`${JSON.stringify(record)}\n`))
  const text = Buffer.concat(lines)
  return { bytes: gzipSync(text, { level }), size: text.length }
}

export function unpackLines(bytes: Uint8Array): readonly unknown[] {
  const text = gunzipSync(bytes)
  const records: unknown[] = []
  // Line by line: one letter beyond ASCII makes V8 hold, and parse, all of a text in two bytes a letter.
  for (let from = 0, to = text.indexOf(lineFeed); to >= 0; from = to + 1, to = text.indexOf(lineFeed, from))
    records.push(JSON.parse(text.toString('utf8', from, to)))
  return records
}

const lineFeed = 0x0a
