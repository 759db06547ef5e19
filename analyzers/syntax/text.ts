import type { Language, Parse } from './grammar.js'

/** The text up to `units`, ended at a line break where one is near, never inside a surrogate pair. */
export function cutText(text: string, units: number): string {
  if (text.length <= units) return text
  const lineEnd = text.lastIndexOf('\n', units)
  return text.slice(0, lineEnd > units / 2 ? lineEnd + 1 : units).toWellFormed()
}

/** What remains when the engine gave up on time: no tree, and that said. */
export function emptyParse(language: Language, text: string): Parse {
  return {
    language,
    text,
    root: { type: 'ERROR', named: true, start: 0, end: text.length, children: [] },
    problems: [{ reason: 'time', line: 1, count: 1 }],
    release: () => undefined,
  }
}
