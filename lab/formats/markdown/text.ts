import { safeDisplay } from '@clawback/text'

/** What a page would turn into a link, a mention or a reference to an issue even when its punctuation is escaped. */
const lively = /[@#]|:\/\/|www\.|\bGH-\d/i

/**
 * Foreign text as inert Markdown on one line: no markup, no HTML, no link. What a host links by itself (addresses,
 * mentions, issue numbers) cannot be escaped and is shown as code.
 */
export function markdownText(text: string, limit = 600): string {
  const safe = safeDisplay(text.replace(/\s+/g, ' ').trim(), { limit })
  return lively.test(safe) ? codeSpan(safe) : safe.replace(/[!-/:-@[-`{-~]/g, '\\$&')
}

/** Foreign text as a code span (CommonMark 0.31, 6.1), the fence longer than any run of backticks in it. */
export function codeSpan(text: string, limit = 200): string {
  const safe = safeDisplay(text.replace(/\s+/g, ' ').trim(), { limit })
  if (safe === '') return '—'
  const longest = Math.max(0, ...(safe.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  const pad = longest > 0 ? ' ' : ''
  return `${fence}${pad}${safe}${pad}${fence}`
}

/** A code span in a cell of a table, where a bar would end the cell (GFM 0.29, 4.10). */
export function cellText(text: string, limit = 80): string {
  // A backslash before the bar would free it again, so the bar is replaced by one that means nothing.
  return codeSpan(text.replaceAll('|', '\u00a6'), limit)
}
