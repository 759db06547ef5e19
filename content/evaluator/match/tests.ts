import type { Pattern, PlanTest, TextOp } from '@clawback/model'
import { searcherOf } from '../regex/dfa.js'
import { literals, patternOf } from '../regex/literals.js'
import { cidr } from './cidr.js'
import { fold, foldUnit } from './fold.js'
import { glob } from './glob.js'
import { timePart } from './time.js'
import { cellOf, foldedAt, read, soundAt } from './view.js'
import type { Cell, View } from './view.js'

/** A compiled test of one field. */
export type CellTest = (cell: Cell, view: View) => boolean

export type Lists = Readonly<Record<string, readonly string[]>>

/** Why a test cannot be compiled: the rule is skipped and this is said. */
export class TestError extends Error {}

/** Compiles a test of a plan. Throws {@link TestError} or PatternError. */
export function compileTest(test: PlanTest, view: View, lists: Lists): CellTest {
  switch (test.op) {
    case 'eq':
    case 'contains':
    case 'startswith':
    case 'endswith':
      return compileText(test.op, test.text, test.cased === true)
    case 'glob':
      return test.cased === true
        ? someText(glob(test.parts))
        : someFolded(glob(test.parts.map((part) => (typeof part === 'string' ? fold(part) : part))))
    case 're':
      return compilePattern(patternOf(test))
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
    case 'time':
      return compileNumber(test)
    case 'cidr':
      return compileCidr(test.net)
    case 'null':
      return (cell) => !cell.filled
    case 'exists':
      return test.value ? (cell) => cell.present : (cell) => !cell.present
    case 'field':
      return compileFieldReference(test, view)
    case 'list':
      return compileList(test, lists)
    default:
      throw new TestError(`the test ${String((test as { op: unknown }).op)} is unknown`)
  }
}

/** Most patterns of a set of rules never meet a text that they might be in: an automaton is made for the first one. */
function compilePattern(pattern: Pattern): CellTest {
  // Half a pair counts as U+FFFD, and only where the automaton looks.
  const pieces = literals(pattern)?.map((piece) => (piece.includes('\ufffd') ? '' : fold(piece)))
  let matches: ((text: string) => boolean) | undefined
  return (cell) => {
    for (let i = 0; i < cell.size; i++) {
      if (matches === undefined && pieces?.some((piece) => foldedAt(cell, i).includes(piece)) === false)
        continue
      matches ??= searcherOf(pattern)
      if (matches(soundAt(cell, i))) return true
    }
    return false
  }
}

function someText(matches: (text: string) => boolean): CellTest {
  return (cell) => {
    for (let i = 0; i < cell.size; i++) if (matches(cell.texts[i] ?? '')) return true
    return false
  }
}

function someFolded(matches: (text: string) => boolean): CellTest {
  return (cell) => {
    for (let i = 0; i < cell.size; i++) if (matches(foldedAt(cell, i))) return true
    return false
  }
}

/** Compares two texts the way a Sigma operator does; both folded already, or neither. */
export function compareText(op: TextOp, value: string, text: string): boolean {
  switch (op) {
    case 'eq':
      return value === text
    case 'contains':
      return value.includes(text)
    case 'startswith':
      return value.startsWith(text)
    case 'endswith':
      return value.endsWith(text)
  }
}

function compileText(op: TextOp, text: string, cased: boolean): CellTest {
  const some = cased ? someText : someFolded
  const wanted = cased ? text : fold(text)
  switch (op) {
    case 'eq':
      return cased ? some((value) => value === wanted) : equals(wanted)
    case 'contains':
      return some((value) => value.includes(wanted))
    case 'startswith':
      return some((value) => value.startsWith(wanted))
    case 'endswith':
      if (wanted === '') return some(() => true)
      return cased ? some((value) => value.endsWith(wanted)) : endsWith([wanted])
  }
}

/**
 * Ends with one of the folded texts. Nearly every value ends otherwise, and its last unit tells before anything is
 * folded. Callers leave the empty text out.
 */
export function endsWith(texts: readonly string[]): CellTest {
  const byLast = new Map<number, string[]>()
  for (const text of texts) {
    const last = text.charCodeAt(text.length - 1)
    const known = byLast.get(last)
    if (known === undefined) byLast.set(last, [text])
    else known.push(text)
  }
  const [only] = byLast
  if (only !== undefined && byLast.size === 1) {
    const [last, ends] = only
    return (cell) => {
      for (let i = 0; i < cell.size; i++)
        if (lastUnit(cell, i) === last && endsWithOne(foldedAt(cell, i), ends)) return true
      return false
    }
  }
  return (cell) => {
    for (let i = 0; i < cell.size; i++) {
      const ends = byLast.get(lastUnit(cell, i))
      if (ends !== undefined && endsWithOne(foldedAt(cell, i), ends)) return true
    }
    return false
  }
}

function lastUnit(cell: Cell, at: number): number {
  const text = cell.texts[at] as string
  return foldUnit(text.charCodeAt(text.length - 1))
}

function endsWithOne(value: string, ends: readonly string[]): boolean {
  for (const end of ends) if (value.endsWith(end)) return true
  return false
}

/** Is the folded text. Folding keeps the length, so most values are told by it. */
function equals(wanted: string): CellTest {
  const { length } = wanted
  return (cell) => {
    for (let i = 0; i < cell.size; i++)
      if ((cell.texts[i] as string).length === length && foldedAt(cell, i) === wanted) return true
    return false
  }
}

/** The number a text is, or NaN; white space alone is none. */
export function toNumber(text: string): number {
  return text.trim() === '' ? NaN : Number(text)
}

function compileNumber(test: PlanTest & { op: 'lt' | 'lte' | 'gt' | 'gte' | 'time' }): CellTest {
  const { value } = test
  const compare = comparison(test.op === 'time' ? test.compare : test.op)
  if (test.op !== 'time') return someText((text) => compare(toNumber(text), value))
  const { part } = test
  return someText((text) => {
    const found = timePart(text, part)
    return found !== undefined && compare(found, value)
  })
}

/** Comparison of numbers; nothing holds for NaN but `neq`, which callers keep from it. */
export function comparison(
  op: 'eq' | 'neq' | 'lt' | 'lte' | 'gt' | 'gte',
): (a: number, b: number) => boolean {
  switch (op) {
    case 'eq':
      return (a, b) => a === b
    case 'neq':
      return (a, b) => a !== b
    case 'lt':
      return (a, b) => a < b
    case 'lte':
      return (a, b) => a <= b
    case 'gt':
      return (a, b) => a > b
    case 'gte':
      return (a, b) => a >= b
  }
}

function compileCidr(net: string): CellTest {
  const contains = cidr(net)
  if (contains === undefined) throw new TestError(`${net} is not a network`)
  return someText(contains)
}

function compileFieldReference(test: PlanTest & { op: 'field' }, view: View): CellTest {
  const other = cellOf(view, test.field)
  const { as, cased } = test
  return (cell, current) => {
    const found = related(cell, read(current, other), as, cased === true)
    if (found === undefined) current.clipped++
    return found === true
  }
}

/** Work on one comparison of two fields. */
const relateCap = 1 << 24

/**
 * Whether a value of one field is, contains, begins or ends with one of another. Both are the event's, so the work is
 * bounded: undefined when it ran out before one was found.
 */
export function related(cell: Cell, other: Cell, as: TextOp, cased: boolean): boolean | undefined {
  let left = relateCap
  for (let i = 0; i < cell.size; i++)
    for (let j = 0; j < other.size; j++) {
      const value = cased ? (cell.texts[i] ?? '') : foldedAt(cell, i)
      const text = cased ? (other.texts[j] ?? '') : foldedAt(other, j)
      // A search may look at each unit of the one for each of the other.
      left -= 1 + (as === 'contains' ? (value.length * text.length) / 256 : text.length / 16)
      if (left < 0) return undefined
      if (compareText(as, value, text)) return true
    }
  return false
}

function compileList(test: PlanTest & { op: 'list' }, lists: Lists): CellTest {
  const entries = Object.hasOwn(lists, test.list) ? lists[test.list] : undefined
  if (entries === undefined) throw new TestError(`the list ${test.list} is not there`)
  const cased = test.cased === true
  const plain = entries
    .filter((entry) => !/[*?]/.test(entry))
    .map((entry) => test.before + entry + test.after)
  const patterns = entries.filter((entry) => /[*?]/.test(entry)).map((entry) => listGlob(entry, test))
  const matchers = patterns.map((parts) =>
    glob(cased ? parts : parts.map((p) => (typeof p === 'string' ? fold(p) : p))),
  )
  const some = cased ? someText : someFolded
  const wanted = cased ? plain : plain.map(fold)
  const set = new Set(wanted)
  const { as } = test
  return some(
    (value) =>
      (as === 'eq' ? set.has(value) : wanted.some((text) => compareText(as, value, text))) ||
      matchers.some((matches) => matches(value)),
  )
}

/** The wildcard pattern of a list entry under the operator of the test. */
export function listGlob(
  entry: string,
  { as, before, after }: PlanTest & { op: 'list' },
): (string | 0 | 1)[] {
  const body = entry.split(/([*?])/).map((part) => (part === '*' ? 0 : part === '?' ? 1 : part))
  const open = as === 'contains' || as === 'endswith' ? [0 as const] : []
  const close = as === 'contains' || as === 'startswith' ? [0 as const] : []
  return [...open, before, ...body, after, ...close].filter((part) => part !== '')
}
