/** A word or sign of a text, as a model sees it. */
export interface Token {
  readonly text: string
  /** Where it begins and ends in the text, in UTF-16 units. */
  readonly from: number
  readonly to: number
}

/** Text looked at per document, in UTF-16 units; what lies behind is not scored. */
export const mostUnits = 200_000
/** Longer words are keys, digests or encoded data: that they are there counts, not which. */
const longest = 24

const shapes = /https?:\/\/[^\s<>"'`)\]]{1,2000}|[\p{L}\p{M}\p{N}_]+|[^\s\p{L}\p{M}\p{N}_]/gu

/**
 * Words and signs in lower case. Addresses, numbers and long words become one token each, so that no model can learn a
 * host, a digest or a date.
 */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  for (const { 0: found, index } of text.slice(0, mostUnits).matchAll(shapes))
    tokens.push({ text: plain(found), from: index, to: index + found.length })
  return tokens
}

function plain(found: string): string {
  if (/^https?:/.test(found)) return '<url>'
  if (found.length > longest) return '<long>'
  if (/^\p{N}+$/u.test(found)) return '<number>'
  return found.toLowerCase().normalize('NFKC')
}
