import type { LoadedRule } from '../load.js'
import { cellOf, foldedAt, read, readAs, readWhole } from '../match/view.js'
import type { Cell, View } from '../match/view.js'
import { Commonness } from './commonness.js'
import { makeFinder } from './grams.js'
import type { Finder } from './grams.js'
import { Hits } from './hits.js'
import type { Needle } from './needle.js'
import { refusalOf } from './refusals.js'
import type { Refusal } from './refusals.js'
import { witnesses } from './witness.js'
import type { Atom } from './witness.js'

/** Finds the rules that may hold for the event the view is loaded with: their places, in order, until the next event. */
export type Candidates = (view: View) => Hits

/** Fewer rules than this are looked at one by one. */
const worthIt = 4
/** With more fields than this, the names in the event are gone through instead of the names in the rules. */
const fewFields = 12

/** What is looked for in one field. Numbers are places of rules. */
interface FieldIndex {
  readonly cell: Cell
  /** Under which the cell's known values keep what is found in them. */
  readonly number: number
  /** What is found in the value at hand alone. */
  readonly own: Hits
  readonly refusals: readonly Refusal[]
  readonly equal: ReadonlyMap<string, readonly number[]>
  /** 1 for the lengths that texts of `equal` have, the last place for all longer ones: others need no folding. */
  readonly lengths: Uint8Array
  readonly present: readonly number[]
  readonly finder: Finder | undefined
}

/** Prepares the search for rules that may hold: one pass over each field finds all their witnesses. */
export function makeCandidates(rules: readonly LoadedRule[], view: View): Candidates {
  if (rules.length < worthIt) return everyOne(rules.length)
  const common = new Commonness()
  for (const { rule } of rules) common.learn(rule)
  const always: number[] = []
  const drafts = new Map<string | null, Draft>()
  for (const [i, { rule, lists }] of rules.entries()) {
    const found = witnesses(rule, lists, common)
    if (found === undefined) always.push(i)
    else for (const atom of found) note(drafts, atom, i)
  }
  const keywords = needlesOf(drafts.get(null))
  drafts.delete(null)
  const finder = keywords.length > 0 ? makeFinder(keywords, common) : undefined
  const context = {
    keywords: finder,
    common,
    view,
    own: new Hits(rules.length),
    refusals: rules.map(refusalOf),
  }
  const fields = [...drafts].map(([field, draft]) => finish(field, draft, context))
  const integers = keywords.some(({ text }) => inIntegers.test(text))
  return search(fields, finder, integers, always, rules.length)
}

interface Draft {
  readonly equal: Map<string, number[]>
  readonly anywhere: Map<string, number[]>
  readonly start: Map<string, number[]>
  readonly end: Map<string, number[]>
  readonly present: number[]
}

function note(drafts: Map<string | null, Draft>, { field, kind, text }: Atom, rule: number): void {
  let draft = drafts.get(field)
  if (draft === undefined) {
    draft = { equal: new Map(), anywhere: new Map(), start: new Map(), end: new Map(), present: [] }
    drafts.set(field, draft)
  }
  const list = kind === 'present' ? draft.present : draft[kind].get(text)
  if (list === undefined) draft[kind as 'equal'].set(text, [rule])
  else if (list.at(-1) !== rule) list.push(rule)
}

function needlesOf(draft: Draft | undefined): Needle[] {
  if (draft === undefined) return []
  return (['anywhere', 'start', 'end'] as const).flatMap((at) =>
    [...draft[at]].map(([text, numbers]): Needle => ({ text, at, numbers })),
  )
}

interface Context {
  readonly keywords: Finder | undefined
  readonly common: Commonness
  readonly view: View
  readonly own: Hits
  readonly refusals: readonly Refusal[]
}

/** A field that is searched anyway is searched for the keywords in the same pass. */
function finish(
  field: string | null,
  draft: Draft,
  { keywords, common, view, own, refusals }: Context,
): FieldIndex {
  const needles = needlesOf(draft)
  const cell = cellOf(view, field ?? '')
  return {
    cell,
    number: cell.memo.searches++,
    own,
    refusals,
    equal: draft.equal,
    lengths: lengthsOf(draft.equal.keys()),
    present: draft.present,
    finder: needles.length === 0 ? undefined : makeFinder(needles, common, keywords),
  }
}

const longest = 255

function lengthsOf(texts: Iterable<string>): Uint8Array {
  const lengths = new Uint8Array(longest + 1)
  for (const { length } of texts) lengths[Math.min(length, longest)] = 1
  return lengths
}

function search(
  fields: readonly FieldIndex[],
  keywords: Finder | undefined,
  integers: boolean,
  always: readonly number[],
  size: number,
): Candidates {
  const hits = new Hits(size)
  const visit =
    keywords !== undefined || fields.length > fewFields
      ? throughEvent(fields, keywords, integers)
      : throughFields(fields)
  return (view) => {
    hits.clear()
    hits.addAll(always)
    visit(view, hits)
    return hits.sort()
  }
}

/** No search: every rule is a candidate. */
export function everyOne(size: number): Candidates {
  const all = new Hits(size)
  all.clear()
  for (let i = 0; i < size; i++) all.add(i)
  return () => all
}

type Visit = (view: View, hits: Hits) => void

function throughFields(fields: readonly FieldIndex[]): Visit {
  return (view, hits) => {
    for (const field of fields) searchCell(field, read(view, field.cell), view, hits)
  }
}

/**
 * Only what the event holds is looked at. A dotted name may be a path, so it is tried under each name it begins with.
 * Keywords may stand in any value: `keywords` is asked of those that no finder of their own has seen.
 */
function throughEvent(fields: readonly FieldIndex[], keywords: Finder | undefined, integers: boolean): Visit {
  const byName = new Map(fields.map((field) => [field.cell.name, field]))
  const below = new Map<string, FieldIndex[]>()
  for (const field of fields) {
    const { name } = field.cell
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      const root = name.slice(0, dot)
      const known = below.get(root)
      if (known === undefined) below.set(root, [field])
      else known.push(field)
    }
  }
  return (view, hits) => {
    const { event, flat } = view
    let nested = false
    for (const name in event) {
      const field = byName.get(name)
      const value = event[name]
      if (field !== undefined) searchCell(field, readAs(view, field.cell, value), view, hits)
      if (typeof value === 'object') {
        nested = true
        if (!flat)
          for (const under of below.get(name) ?? []) searchCell(under, read(view, under.cell), view, hits)
      } else if (keywords !== undefined && field?.finder === undefined)
        scanScalar(keywords, integers, value, hits)
    }
    if (nested && keywords !== undefined) scanAll(keywords, readWhole(view), hits)
  }
}

/** Integers, the most frequent scalars beside texts, are only looked at when a keyword is itself a piece of one. */
function scanScalar(finder: Finder, integers: boolean, value: unknown, hits: Hits): void {
  if (typeof value === 'string') finder.scan(value, hits)
  else if (typeof value === 'number' || typeof value === 'boolean') {
    if (integers || !Number.isSafeInteger(value)) finder.scan(String(value), hits)
  }
}

/** What the decimal notation of an integer may hold. */
const inIntegers = /^-?\d+$|^-$/

function scanAll(finder: Finder, cell: Cell, hits: Hits): void {
  for (let i = 0; i < cell.size; i++) finder.scan(cell.texts[i] as string, hits)
}

function searchCell(field: FieldIndex, cell: Cell, view: View, hits: Hits): void {
  if (!cell.present && cell.size === 0) return
  const { known } = cell
  if (known === undefined) {
    searchTexts(field, cell, hits)
    return
  }
  const found = known.found[field.number]
  if (found === undefined) {
    // What is found is only worth sifting when the value has come again.
    searchTexts(field, cell, hits)
    known.found[field.number] = unsifted
  } else if (found === unsifted) {
    hits.addAll((known.found[field.number] = sift(field, cell, view)))
    if (field.own.count > 0) known.fruitful = true
  } else hits.addAll(found)
}

const unsifted: readonly number[] = []

/** The rules found in the value, without those that it already refuses by itself. */
function sift(field: FieldIndex, cell: Cell, view: View): readonly number[] {
  const { own, refusals } = field
  own.clear()
  searchTexts(field, cell, own)
  return Array.from(own.found.subarray(0, own.count)).filter(
    (place) => !(refusals[place] as Refusal)(cell, view),
  )
}

function searchTexts(field: FieldIndex, cell: Cell, hits: Hits): void {
  hits.addAll(field.present)
  const { finder, equal, lengths } = field
  for (let i = 0; i < cell.size; i++) {
    const text = cell.texts[i] as string
    if (finder !== undefined) finder.scan(text, hits)
    if (lengths[Math.min(text.length, longest)] === 0) continue
    const found = equal.get(foldedAt(cell, i))
    if (found !== undefined) hits.addAll(found)
  }
}
