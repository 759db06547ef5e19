import { hiddenCharacters } from './hidden-characters.js'
import { hiddenMarkup } from './hidden-markup.js'
import type { Hidden, HiddenSpan } from './spans.js'

export interface HiddenOptions {
  /** Most spans returned. Default 512. */
  readonly limit?: number
}

/**
 * Finds zero-width runs, Unicode tags, variation-selector payloads, bidi controls, HTML and Markdown comments, words
 * that mix look-alike scripts, text pushed out of sight by white space, and elements styled invisible. Ordinary uses
 * (emoji joiners, flags, joiners inside scripts that need them, comments shown in code blocks) are left out.
 */
export function findHidden(text: string, options: HiddenOptions = {}): readonly HiddenSpan[] {
  const spans = [...hiddenCharacters(text), ...hiddenMarkup(text)]
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .slice(0, options.limit ?? 512)
  return withLines(text, spans)
}

function withLines(text: string, spans: readonly Hidden[]): HiddenSpan[] {
  let line = 1
  let at = 0
  return spans.map((span) => {
    for (let next = text.indexOf('\n', at); next >= 0 && next < span.start; next = text.indexOf('\n', at)) {
      line++
      at = next + 1
    }
    return { ...span, line }
  })
}
