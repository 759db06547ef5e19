import { safeDisplay } from '@clawback/text'
import { listColumns, plainColumns } from '../rows.js'
import type { ExportRow } from '../rows.js'
import { csvLine } from './csv-line.js'

/**
 * CSV with a line of names (RFC 4180), for people: names are safe to display. A list is a JSON array in its cell, since
 * every separator occurs in targets.
 */
export async function* renderCsv(pages: AsyncIterable<readonly ExportRow[]>): AsyncGenerator<string> {
  yield csvLine([...plainColumns, ...listColumns])
  for await (const page of pages)
    yield page
      .map((row) =>
        csvLine([
          ...plainColumns.map((name) => safeDisplay(String(row[name]))),
          ...listColumns.map((name) => arrayText(row[name])),
        ]),
      )
      .join('')
}

/** JSON that holds nothing a terminal or an editor obeys or hides: such characters are escaped, and read back the same. */
function arrayText(items: readonly string[]): string {
  return JSON.stringify(items).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (found) =>
    found
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  )
}
