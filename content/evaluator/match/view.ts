import { fold } from './fold.js'
import { makeKeep, Memo } from './known.js'
import type { Keep, Known } from './known.js'

/** Bounds on one event. Longer texts are cut, longer lists and deeper objects are not looked at past the bound. */
export const eventCaps = { text: 65_536, items: 1024, depth: 16, leaves: 4096 } as const

/** What one field holds in the event at hand. Cells are reused: what they say is true until the next event. */
export interface Cell {
  readonly name: string
  readonly path: readonly string[] | undefined
  /** Every plain object lends a property of this name. */
  readonly lent: boolean
  stamp: number
  /** Whether the field is there at all, even as null. */
  present: boolean
  /** Whether it is there as something else than null. */
  filled: boolean
  /** Number of texts. */
  size: number
  /** The values as text; numbers and booleans as JSON writes them. Valid up to `size`. */
  readonly texts: string[]
  readonly folded: (string | undefined)[]
  /** The texts without lone surrogates, as regular expressions want them. */
  readonly sound: (string | undefined)[]
  readonly memo: Memo
  /** What is kept of the value, when it is one text that may come again. */
  known: Known | undefined
}

/** Reads the fields of one event at a time, each at most once. */
export interface View {
  event: Readonly<Record<string, unknown>>
  stamp: number
  /** Flat records of ours need no walk along paths. */
  flat: boolean
  /** The event inherits from nothing unusual: what it lends is known. */
  plain: boolean
  /** How many values were cut or not looked at. */
  clipped: number
  /** How many rules were asked about events, after the index. */
  asked: number
  readonly cells: Map<string, Cell>
  /** Answers that several rules ask for, by what is asked. */
  readonly shared: Map<string, (view: View) => boolean>
  readonly keep: Keep
  /** All values, for keywords. */
  readonly whole: Cell
}

export function makeView(): View {
  const keep = makeKeep()
  return {
    event: {},
    stamp: 0,
    flat: true,
    plain: true,
    clipped: 0,
    asked: 0,
    cells: new Map(),
    shared: new Map(),
    keep,
    whole: makeCell('', keep),
  }
}

function makeCell(name: string, keep: Keep): Cell {
  const path = name.includes('.') ? splitName(name) : undefined
  return {
    name,
    path,
    lent: name in Object.prototype,
    stamp: 0,
    present: false,
    filled: false,
    size: 0,
    texts: [],
    folded: [],
    sound: [],
    memo: new Memo(keep),
    known: undefined,
  }
}

/** The parts of a dotted name; past the bound on depth the rest of it stays one part. */
function splitName(name: string): readonly string[] {
  const parts = name.split('.')
  const last = eventCaps.depth - 1
  return parts.length <= last ? parts : [...parts.slice(0, last), parts.slice(last).join('.')]
}

/** Points the view at an event. */
export function load(view: View, event: Readonly<Record<string, unknown>>): void {
  view.event = event
  view.stamp++
  view.flat = event['schema'] === 'clawback/1'
  const parent: unknown = Object.getPrototypeOf(event)
  view.plain = parent === null || parent === Object.prototype
}

/** The cell of a field name, the same for every event. */
export function cellOf(view: View, name: string): Cell {
  const known = view.cells.get(name)
  if (known !== undefined) return known
  const cell = makeCell(name, view.keep)
  view.cells.set(name, cell)
  return cell
}

/** Fills the cell from the event at hand, if it is not yet. */
export function read(view: View, cell: Cell): Cell {
  if (cell.stamp === view.stamp) return cell
  reset(view, cell)
  const value = view.plain && !cell.lent ? view.event[cell.name] : own(view.event, cell.name)
  if (value === undefined && cell.path !== undefined && !view.flat)
    walk(view, cell, view.event, cell.path, 0, { left: eventCaps.leaves }, 0)
  else put(view, cell, value)
  return cell
}

/** The same for a caller that has the field's value at hand, so that it is not looked up again. */
export function readAs(view: View, cell: Cell, value: unknown): Cell {
  if (cell.stamp === view.stamp) return cell
  if (value === undefined || cell.lent || !view.plain) return read(view, cell)
  reset(view, cell)
  put(view, cell, value)
  return cell
}

/** Every scalar of the event, for keywords. */
export function readWhole(view: View): Cell {
  const cell = view.whole
  if (cell.stamp === view.stamp) return cell
  reset(view, cell)
  gather(view, cell, view.event, 0, { left: eventCaps.leaves })
  return cell
}

export function foldedAt(cell: Cell, at: number): string {
  const done = cell.folded[at]
  if (done !== undefined) return done
  const folded = fold(cell.texts[at] ?? '')
  cell.folded[at] = folded
  if (cell.known !== undefined) cell.known.folded = folded
  return folded
}

/** A text without lone surrogates; looked for once, however many ask. */
export function soundAt(cell: Cell, at: number): string {
  return (cell.sound[at] ??= (cell.texts[at] ?? '').toWellFormed())
}

function reset(view: View, cell: Cell): void {
  cell.stamp = view.stamp
  cell.present = false
  cell.filled = false
  cell.size = 0
  cell.known = undefined
}

/** A property of the event itself: what a prototype lends (`constructor`, `__proto__`) is not a field. */
function own(object: Readonly<Record<string, unknown>>, name: string): unknown {
  const value = object[name]
  return value === undefined || Object.hasOwn(object, name) ? value : undefined
}

function put(view: View, cell: Cell, value: unknown): void {
  if (value === undefined) return
  cell.present = true
  if (value === null) return
  cell.filled = true
  if (typeof value === 'string' && cell.size === 0 && value.length <= eventCaps.text) {
    const known = cell.memo.find(value)
    cell.known = known
    cell.texts[0] = value
    cell.folded[0] = known?.folded
    cell.sound[0] = undefined
    cell.size = 1
    return
  }
  cell.known = undefined
  if (!Array.isArray(value)) addText(view, cell, value)
  else {
    const items = value as readonly unknown[]
    const end = Math.min(items.length, eventCaps.items)
    if (end < items.length) view.clipped++
    for (let i = 0; i < end; i++) addText(view, cell, items[i])
  }
}

function addText(view: View, cell: Cell, value: unknown): void {
  if (typeof value === 'string') {
    const text = value.length > eventCaps.text ? value.slice(0, eventCaps.text) : value
    if (text !== value) view.clipped++
    cell.texts[cell.size] = text
  } else if (typeof value === 'number' || typeof value === 'boolean') cell.texts[cell.size] = String(value)
  else if (typeof value === 'bigint') {
    // Writing one out takes more than linear time.
    if (value > bigCap || value < -bigCap) {
      view.clipped++
      return
    }
    cell.texts[cell.size] = String(value)
  } else return
  cell.sound[cell.size] = undefined
  cell.folded[cell.size++] = undefined
}

const bigCap = 1n << 4096n

/**
 * Follows the dotted name through nested objects; a name may itself hold dots, and lists are followed into each member.
 */
function walk(
  view: View,
  cell: Cell,
  object: unknown,
  path: readonly string[],
  from: number,
  budget: Budget,
  depth: number,
): void {
  if (typeof object !== 'object' || object === null) return
  // Lists of lists use up depth without using up the name.
  if (budget.left-- <= 0 || depth > 2 * eventCaps.depth || cell.size > eventCaps.items) {
    view.clipped++
    return
  }
  if (Array.isArray(object)) {
    const items = object as readonly unknown[]
    const end = Math.min(items.length, eventCaps.items)
    if (end < items.length) view.clipped++
    for (let i = 0; i < end && budget.left > 0; i++) walk(view, cell, items[i], path, from, budget, depth + 1)
    if (budget.left <= 0) view.clipped++
    return
  }
  const map = object as Readonly<Record<string, unknown>>
  for (let to = from + 1; to <= path.length; to++) {
    const name = path.slice(from, to).join('.')
    const value = own(map, name)
    if (value === undefined) continue
    if (to === path.length) put(view, cell, value)
    else walk(view, cell, value, path, to, budget, depth + 1)
  }
}

/** How many values may still be looked at. */
interface Budget {
  left: number
}

function gather(view: View, cell: Cell, value: unknown, depth: number, budget: Budget): void {
  if (budget.left-- <= 0 || depth > eventCaps.depth) {
    view.clipped++
    return
  }
  if (typeof value !== 'object') {
    if (value !== undefined) addText(view, cell, value)
    return
  }
  if (value === null) return
  const items: readonly unknown[] = Array.isArray(value)
    ? (value as readonly unknown[])
    : Object.values(value)
  for (const item of items) {
    if (budget.left <= 0) {
      view.clipped++
      return
    }
    gather(view, cell, item, depth + 1, budget)
  }
}
