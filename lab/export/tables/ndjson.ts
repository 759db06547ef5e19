import type { ExportRow } from '../rows.js'

/** One JSON object a line (https://github.com/ndjson/ndjson-spec). */
export async function* renderNdjson(pages: AsyncIterable<readonly ExportRow[]>): AsyncGenerator<string> {
  for await (const page of pages) yield page.map((row) => `${JSON.stringify(row)}\n`).join('')
}
