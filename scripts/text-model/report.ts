import type { Rate } from '../quality/rate.js'
import type { Decision } from './decide.js'
import type { Measured } from './measure.js'
import type { Labelled } from './manifest.js'

/** All that one training gave besides the model. */
export interface Report {
  readonly seed: number
  readonly measured: Measured
  readonly decision: Decision
  readonly agreement: number
  readonly alerts: Rate
}

/** Rows of each source and label, as lines of a table. */
export function countTable(rows: readonly Labelled[]): string[] {
  const sources = [...new Set(rows.map(({ source }) => source))].sort()
  const count = (source: string, label: Labelled['label']): number =>
    rows.filter((row) => row.source === source && row.label === label).length
  return [
    '| source | benign | malicious |',
    '| --- | --- | --- |',
    ...sources.map((source) => `| ${source} | ${count(source, 'benign')} | ${count(source, 'malicious')} |`),
    `| all | ${rows.filter(({ label }) => label === 'benign').length} | ${rows.filter(({ label }) => label === 'malicious').length} |`,
  ]
}
