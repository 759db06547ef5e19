import { numberOf } from '@clawback/ledger'
import { matchingArtifacts } from '../know/query.js'
import type { Filter } from '../know/query.js'
import type { Store } from '../store/store.js'
import { readExamined } from './examined.js'
import { renderOcsf } from './ocsf/render.js'
import { readRows } from './rows.js'
import { renderStoreSarif } from './sarif.js'
import type { SarifOptions } from './sarif.js'
import { renderStix } from './stix/bundle.js'
import { told } from './stix/objects.js'
import { renderCsv } from './tables/csv.js'
import { renderNdjson } from './tables/ndjson.js'

export type ExportFormat = 'ndjson' | 'csv' | 'parquet' | 'sarif' | 'stix' | 'ocsf'

export interface ExportOptions extends SarifOptions {
  readonly format: ExportFormat
  readonly filter: Filter
}

/** What a selection of a store is written as. */
export interface StoreExport {
  readonly artifacts: number
  /** Sources that could not be looked at, whatever was selected. */
  readonly problems: number
  /** The document in parts: texts, or bytes of a format that is none. May be read once. */
  readonly parts: AsyncIterable<string | Uint8Array>
}

/** Begins to export the artifacts that a filter leaves. Throws LEDGER_BROKEN, also while the parts are read. */
export async function exportStore({ ledger }: Store, options: ExportOptions): Promise<StoreExport> {
  const ids = await matchingArtifacts(ledger, options.filter)
  const problems = numberOf((await ledger.get('SELECT count(*) AS n FROM problems')) ?? {}, 'n')
  const render = renderers[options.format]
  return { artifacts: ids.length, problems, parts: render(ledger, ids, options) }
}

type Render = (
  ledger: Store['ledger'],
  ids: readonly string[],
  options: ExportOptions,
) => AsyncIterable<string | Uint8Array>

const renderers: Readonly<Record<ExportFormat, Render>> = {
  ndjson: (ledger, ids) => renderNdjson(readRows(ledger, ids)),
  csv: (ledger, ids) => renderCsv(readRows(ledger, ids)),
  // Its library is loaded only for it.
  async *parquet(ledger, ids, { version }) {
    const { renderParquet } = await import('./tables/parquet.js')
    yield* renderParquet(readRows(ledger, ids, rowGroup), version)
  },
  sarif: (ledger, ids, options) => renderStoreSarif(ledger, readExamined(ledger, ids), options),
  stix: (ledger, ids, { version }) => renderStix(readExamined(ledger, ids, told), version),
  ocsf: (ledger, ids, { version }) => renderOcsf(readExamined(ledger, ids), version),
}

/** Rows of a row group: few enough to hold, enough to compress. */
const rowGroup = 2000
