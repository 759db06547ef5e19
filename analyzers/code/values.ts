import type { Shape, Step, Taint, Value } from './nouns.js'

export const unknown: Value = {}
/** Stands in text for a part that is not known. */
export const hole = '{}'

const most = { text: 65_536, items: 4096, taint: 12, kind: 6, steps: 24, path: 160, others: 12, other: 256 }

export function textValue(text: string, exact = true): Value {
  return { text: text.slice(0, most.text), exact: exact && text.length <= most.text }
}

export function numberValue(number: number): Value {
  return Number.isFinite(number) ? { number } : unknown
}

export function listValue(items: readonly Value[]): Value {
  return { items: items.slice(0, most.items) }
}

export function pathValue(path: string, sure: boolean): Value {
  return path.length > most.path ? unknown : { path, sure }
}

/** Text of a value where it has one: text, or a number as written. */
export function asText(value: Value): string | undefined {
  return value.text ?? (value.number === undefined ? undefined : String(value.number))
}

/** All of the text is known. */
export function exactText(value: Value): string | undefined {
  if (value.number !== undefined) return String(value.number)
  return value.exact === true ? value.text : undefined
}

/** Every mark on the values, on what they hold, and on what objects inside of objects hold. */
export function taintOf(values: readonly Value[]): readonly Taint[] | undefined {
  let found: readonly Taint[] | undefined
  for (const value of values) {
    found = union(found, value.taint)
    for (const item of value.items ?? []) found = union(found, item.taint)
    found = union(found, taintInside(value.shape, 3))
  }
  return found
}

/** Objects larger than this are tables, of which only the members themselves are looked at. */
const mostInside = 64

function taintInside(shape: Shape | undefined, depth: number): readonly Taint[] | undefined {
  if (shape === undefined) return undefined
  let found: readonly Taint[] | undefined
  const deeper = depth > 1 && shape.size <= mostInside
  for (const { taint, shape: inner } of shape.values()) {
    found = union(found, taint)
    if (deeper && inner !== undefined) found = union(found, taintInside(inner, depth - 1))
  }
  return found
}

function union(
  a: readonly Taint[] | undefined,
  b: readonly Taint[] | undefined,
): readonly Taint[] | undefined {
  if (b === undefined || a === b) return a
  if (a === undefined) return b
  const fresh = b.filter((one) => !a.some((old) => sameTaint(old, one)))
  if (fresh.length === 0 || a.length >= most.taint) return a
  const kept = [...a]
  // Many of one kind must not keep another kind out.
  for (const one of fresh)
    if (kept.length < most.taint && kept.filter((old) => isOneKind(old, one)).length < most.kind)
      kept.push(one)
  return kept.length === a.length ? a : kept
}

function isOneKind(a: Taint, b: Taint): boolean {
  return a.spec === b.spec && a.tag === b.tag
}

function sameTaint(a: Taint, b: Taint): boolean {
  if (a.spec !== b.spec || a.tag !== b.tag || a.source !== b.source || a.names !== b.names) return false
  return first(a.steps) === first(b.steps)
}

function first(step: Step): string {
  let at = step
  while (at.before !== undefined) at = at.before
  return at.where
}

export function withTaint(value: Value, taint: readonly Taint[] | undefined): Value {
  if (taint === undefined || taint.length === 0) return value
  return { ...value, taint: union(value.taint, taint) }
}

/** The marks that what is read out of a thing has: all but those on the thing as a whole. */
export function ofParts(taint: readonly Taint[] | undefined): readonly Taint[] | undefined {
  return taint?.some(({ itself }) => itself === true) === true
    ? taint.filter(({ itself }) => itself !== true)
    : taint
}

/** The same marks, one step further on. */
export function stepped(taint: readonly Taint[] | undefined, where: string): readonly Taint[] | undefined {
  if (taint?.every(({ steps }) => steps.where === where || steps.count >= most.steps) !== false) return taint
  return taint.map((one) => ({ ...one, steps: addStep(one.steps, where) }))
}

function addStep(before: Step, where: string): Step {
  if (before.where === where || before.count >= most.steps) return before
  return { where, before, count: before.count + 1 }
}

export function stepList(last: Step): string[] {
  const found: string[] = []
  for (let at: Step | undefined = last; at !== undefined; at = at.before) found.push(at.where)
  return found.reverse()
}

/** Either of two values: what they agree on, the first's constants where they differ, the marks of both. */
export function join(a: Value | undefined, b: Value | undefined): Value {
  if (a === undefined || a === b) return b ?? unknown
  if (b === undefined) return a
  return {
    text: a.text ?? b.text,
    exact: a.text === undefined ? b.exact : a.exact,
    also: a.text === undefined ? b.also : b.text === undefined ? a.also : othersOf(a, b),
    number: a.text === undefined && b.text === undefined ? (a.number ?? b.number) : undefined,
    path: a.path ?? b.path,
    sure: a.path === undefined ? b.sure : a.sure,
    made: a.path === undefined ? b.made : a.made,
    items: joinItems(a.items, b.items),
    results: a.items === undefined ? b.results : a.results,
    shape: a.shape ?? b.shape,
    closure: a.closure ?? b.closure,
    file: a.file ?? b.file,
    into: a.into ?? b.into,
    base: a.base ?? b.base,
    taint: union(a.taint, b.taint),
  }
}

/** What the text of either may be besides that of the first. */
function othersOf(a: Value, b: Value): readonly string[] | undefined {
  if (a.text === b.text && b.also === undefined) return a.also
  const found = new Set(a.also)
  for (const text of [b.text ?? '', ...(b.also ?? [])])
    if (text !== a.text && !plainWords.has(text) && text.length <= most.other) found.add(text)
  return found.size === 0 ? undefined : [...found].slice(0, most.others)
}

/** Texts that say nothing by being possible. */
const plainWords: ReadonlySet<string> = new Set(['', hole, 'true', 'false'])

/** Rows of a table: each place of a row is either of what stands there. */
function joinItems(
  a: readonly Value[] | undefined,
  b: readonly Value[] | undefined,
): readonly Value[] | undefined {
  if (a === undefined || b === undefined || a === b) return a ?? b
  if (a.length !== b.length || a.length > mostPlaces) return a
  return a.map((item, i) => join(item, b[i]))
}

const mostPlaces = 6

/**
 * The same values once more for each other text that one of them may have. Those with equally many are taken row by row
 * as well: they come out of the same table.
 */
export function variantsOf(values: readonly Value[]): readonly (readonly Value[])[] {
  const open = values.filter(({ also }) => also !== undefined)
  const [first] = open
  if (first === undefined) return []
  const single = open.flatMap((one) =>
    (one.also ?? []).map((text) => values.map((value) => (value === one ? only(value, text) : value))),
  )
  const count = first.also?.length ?? 0
  const isTable = open.length > 1 && open.every(({ also }) => also?.length === count)
  const rows = Array.from({ length: isTable ? count : 0 }, (_, i) =>
    values.map((value) => (value.also === undefined ? value : only(value, value.also[i] ?? ''))),
  )
  return [...rows, ...single].slice(0, most.others)
}

function only(value: Value, text: string): Value {
  return { ...value, text, also: undefined }
}

/** Either of two values that a function returns: several at once are told apart. */
export function joinReturned(a: Value | undefined, b: Value): Value {
  const count = a?.results === true || b.results === true ? (a?.items ?? b.items)?.length : undefined
  if (a === undefined) return b
  if (count === undefined) return a.path === undefined || b.path === undefined ? join(a, b) : join(b, a)
  const [one, other] = [a, b].map((value) => (value.results === true ? (value.items ?? []) : [value]))
  const items = Array.from({ length: count }, (_, i) => joinResult(one?.[i], other?.[i]))
  return { items, results: true }
}

/** An empty text is what stands beside an error. */
function joinResult(a: Value | undefined, b: Value | undefined): Value {
  return a?.text === '' ? join(b, a) : join(a, b)
}

/** Text made of several values, and what else it may be. Unknown when none of them has any. */
export function concatValues(values: readonly Value[]): Value {
  const whole = concatOnce(values)
  return whole.text === undefined ? whole : variantsOf(values).map(concatOnce).reduce(join, whole)
}

function concatOnce(values: readonly Value[]): Value {
  const taint = taintOf(values)
  const lists = values.filter((value) => value.items !== undefined)
  if (lists.length > 0) return withTaint(listValue(values.flatMap((value) => value.items ?? [value])), taint)
  if (values.every((value) => value.number !== undefined))
    return withTaint(numberValue(values.reduce((sum, value) => sum + (value.number ?? 0), 0)), taint)
  if (values.every((value) => asText(value) === undefined)) return withTaint(unknown, taint)
  let text = ''
  for (const value of values) text += asText(value) ?? hole
  return withTaint(
    textValue(
      text,
      values.every((value) => exactText(value) !== undefined),
    ),
    taint,
  )
}
