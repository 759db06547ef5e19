import { listColumns, plainColumns } from '../rows.js'
import type { ExportRow } from '../rows.js'
import { csvLine } from './csv-line.js'

/** CSV with a line of names (RFC 4180). A list is a JSON array in its cell, since every separator occurs in targets. */
export async function* renderCsv(pages: AsyncIterable<readonly ExportRow[]>): AsyncGenerator<string> {
  yield csvLine([...plainColumns, ...listColumns])
  for await (const page of pages)
    yield page
      .map((row) =>
        csvLine([
          ...plainColumns.map((name) => String(row[name])),
          ...listColumns.map((name) => JSON.stringify(row[name])),
        ]),
      )
      .join('')
}
