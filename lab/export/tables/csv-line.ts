/**
 * One line of CSV (RFC 4180). Names come from samples: what a spreadsheet would take for a formula (`=`, `+`, `-`, `@`,
 * their full-width forms, tab, CR, LF at the start) is led by an apostrophe, which such programs do not show.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text) && !isNumber(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function isNumber(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text)
}
