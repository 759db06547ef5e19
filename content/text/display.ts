export interface DisplayOptions {
  /** Keep line feeds and tabs as they are; otherwise a text stays one line. */
  readonly multiline?: boolean
  /** Longest result in UTF-16 units; what is cut is said with `…`. */
  readonly limit?: number
}

/** What a terminal or browser would act on, reorder or not show: controls, bidi, zero-width, fillers, tags. */
const unsafe =
  // eslint-disable-next-line no-control-regex, no-misleading-character-class -- naming these characters is the point
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff9-\ufffb\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu

/**
 * A text that is safe to print: what a terminal would obey or hide is written as `\x1b`, `\u202e` or `\u{e0041}`.
 * Idempotent. ANSI sequences lose their escape character and so their power.
 */
export function safeDisplay(text: string, options: DisplayOptions = {}): string {
  const shown = text.replace(unsafe, (character) =>
    options.multiline === true && (character === '\n' || character === '\t') ? character : escape(character),
  )
  const limit = options.limit ?? Infinity
  return shown.length <= limit ? shown : `${shown.slice(0, Math.max(0, limit - 1)).toWellFormed()}…`
}

function escape(character: string): string {
  if (character === '\n') return '\\n'
  if (character === '\r') return '\\r'
  if (character === '\t') return '\\t'
  const code = character.codePointAt(0) ?? 0
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`
}
