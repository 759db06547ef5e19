/** A stretch of a document that can be parsed alone. */
export interface Section {
  readonly text: string
  /** Line of its first character, from 1. */
  readonly line: number
  /** Too dense in markup for the parser, whose time grows with the square of it; read as plain lines. */
  readonly plain: boolean
}

/** Longest stretch given to the parser, and most delimiters in it. */
const most = { units: 24_000, delimiters: 700, nesting: 24 }

/**
 * Cuts a Markdown document at its headings, and long stretches at blank lines, never inside a fence or a comment. The
 * work is linear; so is then the parser's, since every stretch is bounded.
 */
export function splitSections(text: string): Section[] {
  const sections: Section[] = []
  let start = 0
  let line = 1
  let startLine = 1
  let state: State = { fence: undefined, comment: false }
  const front = frontmatterEnd(text)
  const close = (end: number): void => {
    if (end > start) sections.push(section(text.slice(start, end), startLine))
    start = end
    startLine = line
  }
  for (let at = 0; at < text.length; line++) {
    const next = text.indexOf('\n', at)
    const end = next === -1 ? text.length : next + 1
    const row = text.slice(at, Math.min(end, at + 400))
    const open = state.fence === undefined && !state.comment
    const tooLong = at - start > most.units && (row.trim() === '' || at - start > 2 * most.units)
    if (
      at > start &&
      ((open && /^#{1,6}[ \t]/.test(row) && at > front) || (tooLong && (open || at - start > 2 * most.units)))
    )
      close(at)
    state = after(state, row, text.slice(at, end))
    at = end
  }
  close(text.length)
  return sections
}

interface State {
  readonly fence: string | undefined
  readonly comment: boolean
}

function after(state: State, row: string, whole: string): State {
  if (state.fence !== undefined) {
    const closing = /^\s{0,3}(`{3,}|~{3,})\s*$/.exec(row)?.[1]
    return closing?.startsWith(state.fence) === true ? { ...state, fence: undefined } : state
  }
  if (state.comment) return { ...state, comment: !whole.includes('-->') }
  const fence = /^\s{0,12}(?:[-*+>]\s+|\d+[.)]\s+)*(`{3,}|~{3,})[^`]*$/.exec(row)?.[1]
  if (fence !== undefined) return { ...state, fence }
  const opened = whole.lastIndexOf('<!--')
  return { ...state, comment: opened !== -1 && !whole.includes('-->', opened) }
}

/** Offset of the end of the frontmatter, in which a `#` is a comment of YAML and no heading. */
function frontmatterEnd(text: string): number {
  const fence = /^\ufeff?(---|\+\+\+)[ \t]*\r?\n/.exec(text.slice(0, 16))?.[1]
  return fence === undefined ? 0 : Math.max(0, text.slice(0, 16_384).indexOf(`\n${fence}`, 3))
}

function section(text: string, line: number): Section {
  return { text, line, plain: text.length > 2 * most.units || isDense(text) }
}

function isDense(text: string): boolean {
  let delimiters = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    // * _ [ ] ` ~ < & \ @ | ! (
    if (
      code === 42 ||
      code === 95 ||
      code === 91 ||
      code === 93 ||
      code === 96 ||
      code === 126 ||
      code === 60
    )
      delimiters++
    else if (code === 38 || code === 92 || code === 64 || code === 40) delimiters++
  }
  if (delimiters > most.delimiters && delimiters > text.length / 12) return true
  return new RegExp(`^(?:[ \\t]{0,3}(?:[-*+>]|\\d{1,9}[.)])){${most.nesting},}`, 'm').test(text)
}
