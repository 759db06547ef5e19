/** A stretch of a document that can be parsed alone. */
export interface Section {
  readonly text: string
  /** Line of its first character, from 1. */
  readonly line: number
  /** Too dense in markup for the parser, whose time grows with the square of it; read as plain lines. */
  readonly plain: boolean
}

/**
 * Longest stretch given to the parser, and how much work it may make of delimiters: its time grows with the square of
 * those in one stretch, so that is what is counted, over the whole document.
 */
const most = { units: 24_000, delimiters: 2000, work: 20_000_000, nesting: 24 }

/**
 * Cuts a long Markdown document at headings, else at blank lines, never inside a fence or a comment. Cutting is linear,
 * and so is then parsing, since every stretch is bounded.
 */
export function splitSections(text: string): Section[] {
  const cuts = text.length <= most.units ? [] : findCuts(text)
  let work = 0
  return [...cuts, { at: text.length, line: 0 }].map(({ at: end }, i) => {
    const { at, line } = cuts[i - 1] ?? { at: 0, line: 1 }
    const part = text.slice(at, end)
    const delimiters = countDelimiters(part)
    work += delimiters ** 2
    const plain =
      part.length > 2 * most.units || delimiters > most.delimiters || work > most.work || nests(part)
    return { text: part, line, plain }
  })
}

interface Cut {
  readonly at: number
  readonly line: number
}

function findCuts(text: string): Cut[] {
  const cuts: Cut[] = []
  const front = frontmatterEnd(text)
  let start = 0
  let line = 1
  let state: State = { fence: undefined, comment: false }
  for (let at = 0; at < text.length; line++) {
    const next = text.indexOf('\n', at)
    const end = next === -1 ? text.length : next + 1
    const row = text.slice(at, Math.min(end, at + 400))
    const open = state.fence === undefined && !state.comment && at > front
    const length = at - start
    const cut =
      (open && length > most.units / 2 && /^#{1,6}[ \t]/.test(row)) ||
      (open && length > most.units && row.trim() === '') ||
      length > 2 * most.units
    if (cut) {
      cuts.push({ at, line })
      start = at
    }
    state = after(state, row, text.slice(at, end))
    at = end
  }
  return cuts
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

/** Characters that may open or close inline markup: `* _ [ ] ( ~ < & @ \` and the backtick. */
const delimiterCodes: ReadonlySet<number> = new Set(Array.from('*_[](~<&@\\`', (one) => one.charCodeAt(0)))

function countDelimiters(text: string): number {
  let count = 0
  for (let at = 0; at < text.length; at++) if (delimiterCodes.has(text.charCodeAt(at))) count++
  return count
}

/** Quotes and lists within each other, deeper than anyone writes. */
function nests(text: string): boolean {
  return deepNesting.test(text)
}

const deepNesting = new RegExp(`^(?:[ \\t]{0,3}(?:[-*+>]|\\d{1,9}[.)])){${most.nesting},}`, 'm')
