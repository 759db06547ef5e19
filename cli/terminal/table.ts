import { safeDisplay } from '@clawback/text'
import { paint, type Paint } from './paint.js'

export interface Cell {
  readonly text: string
  readonly colour?: Paint
}

/** Lays rows out in columns, two spaces apart, each cell cut to `width` characters; the head is printed bold. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | Cell)[])[],
  width = 60,
): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? { text: cell } : cell)))
  const cut = (text: string): string => {
    const safe = safeDisplay(text)
    return safe.length <= width ? safe : `${safe.slice(0, width - 1)}…`
  }
  const widths = head.map((title, i) =>
    Math.max(title.length, ...cells.map((row) => cut(row[i]?.text ?? '').length)),
  )
  const line = (row: readonly Cell[]): string =>
    row
      .map((cell, i) => {
        const text = cut(cell.text)
        const pad = ' '.repeat(i === row.length - 1 ? 0 : Math.max(0, (widths[i] ?? 0) - text.length))
        return (cell.colour === undefined ? text : paint(text, cell.colour)) + pad
      })
      .join('  ')
  return [line(head.map((text) => ({ text, colour: 'bold' as const }))), ...cells.map(line)].join('\n')
}
