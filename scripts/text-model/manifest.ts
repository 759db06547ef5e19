import { parseCsv } from '../quality/csv.js'
import type { Row } from './row.js'

/** What may be told of a row. */
export type Labelled = Pick<Row, 'sha256' | 'label' | 'source'>

/** Which rows were learned from: SHA-256, label and source of each, and no text. */
export function manifestOf(rows: readonly Labelled[]): string {
  const lines = rows.map(({ sha256, label, source }) => `${sha256},${label},${source}`)
  return `sha256,label,source\n${lines.sort().join('\n')}\n`
}

export function parseManifest(text: string): Labelled[] {
  return parseCsv(text).map(({ sha256 = '', label, source = '' }) => ({
    sha256,
    label: label === 'malicious' ? label : 'benign',
    source,
  }))
}
