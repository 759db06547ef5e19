/**
 * What generated rule modules stand on (`npx sigma-to-ts rules/ -o rules.ts`): tests of one field of one event, with the
 * semantics of Sigma 2.1. Texts given to the tests that ignore case are folded by the generator.
 */
import type { CompareOp, TextOp, TimePart } from '@clawback/model'
import { cidr } from './match/cidr.js'
import { fold } from './match/fold.js'
import { glob } from './match/glob.js'
import type { GlobParts } from './match/glob.js'
import { comparison, compareText, related, toNumber } from './match/tests.js'
import { timePart } from './match/time.js'
import { cellOf, load, makeView, read, readWhole } from './match/view.js'
import type { Cell } from './match/view.js'
import { compileRegex } from './regex/dfa.js'

export type Event = Readonly<Record<string, unknown>>
export type Lists = Readonly<Record<string, readonly string[]>>
/** A test of one text. */
export type TextTest = (text: string) => boolean

/** A generated rule: what it is, and whether it holds for an event of its log source. */
export interface Rule {
  readonly id: string
  readonly title: string
  readonly level: string
  readonly type: string
  readonly tags: readonly string[]
  readonly logsource: { readonly product?: string; readonly category?: string; readonly service?: string }
  readonly matches: (event: Event, lists?: Lists) => boolean
}

function cellIn(event: Event, field: string | null): Cell {
  const view = makeView()
  load(view, event)
  return field === null ? readWhole(view) : read(view, cellOf(view, field))
}

function some(cell: Cell, test: TextTest): boolean {
  for (let i = 0; i < cell.size; i++) if (test(cell.texts[i] ?? '')) return true
  return false
}

/** Whether a value of the field passes one of the tests; `null` asks every value of the event. */
export function anyOf(event: Event, field: string | null, tests: readonly TextTest[]): boolean {
  const cell = cellIn(event, field)
  return tests.some((test) => some(cell, test))
}

/** Whether each test is passed by a value of the field. */
export function allOf(event: Event, field: string | null, tests: readonly TextTest[]): boolean {
  const cell = cellIn(event, field)
  return tests.every((test) => some(cell, test))
}

export function exists(event: Event, field: string): boolean {
  return cellIn(event, field).present
}

/** Missing or null. */
export function isNull(event: Event, field: string): boolean {
  return !cellIn(event, field).filled
}

/** Compares a field with another field of the event. */
export function sameAs(event: Event, field: string, other: string, op: TextOp, cased: boolean): boolean {
  return related(cellIn(event, field), cellIn(event, other), op, cased) === true
}

/** A test that ignores case; `wanted` is folded already. */
export function text(op: TextOp, wanted: string): TextTest {
  return (value) => compareText(op, fold(value), wanted)
}

export function cased(op: TextOp, wanted: string): TextTest {
  return (value) => compareText(op, value, wanted)
}

/** Wildcards: 0 for `*`, 1 for `?`; `parts` are folded already. */
export function wildcard(parts: GlobParts): TextTest {
  const matches = glob(parts)
  return (value) => matches(fold(value))
}

export function casedWildcard(parts: GlobParts): TextTest {
  return glob(parts)
}

/** Linear-time search for a pattern of the Sigma subset; half a character pair is read as U+FFFD. */
export function regex(pattern: string, flags: string): TextTest {
  const matches = compileRegex(pattern, flags)
  return (value) => matches(value.isWellFormed() ? value : value.toWellFormed())
}

export function network(net: string): TextTest {
  return cidr(net) ?? (() => false)
}

export function number(op: CompareOp, wanted: number): TextTest {
  const compare = comparison(op)
  return (value) => compare(toNumber(value), wanted)
}

export function time(part: TimePart, op: CompareOp, wanted: number): TextTest {
  const compare = comparison(op)
  return (value) => {
    const found = timePart(value, part)
    return found !== undefined && compare(found, wanted)
  }
}

/** The entries of a list as tests; a list that is not there is an error, never silence. */
export function listed(
  lists: Lists | undefined,
  name: string,
  op: TextOp,
  around: readonly [string, string],
  cased = false,
): TextTest[] {
  const entries = lists !== undefined && Object.hasOwn(lists, name) ? lists[name] : undefined
  if (entries === undefined) throw new Error(`The rule needs the list ${name}.`)
  return entries.map((entry) => {
    const parts = listParts(entry, op, around)
    return cased
      ? casedWildcard(parts)
      : wildcard(parts.map((part) => (typeof part === 'string' ? fold(part) : part)))
  })
}

function listParts(
  entry: string,
  op: TextOp,
  [before, after]: readonly [string, string],
): (string | 0 | 1)[] {
  const body = entry.split(/([*?])/).map((part) => (part === '*' ? 0 : part === '?' ? 1 : part))
  const open = op === 'contains' || op === 'endswith' ? [0 as const] : []
  const close = op === 'contains' || op === 'startswith' ? [0 as const] : []
  return [...open, before, ...body, after, ...close].filter((part) => part !== '')
}
