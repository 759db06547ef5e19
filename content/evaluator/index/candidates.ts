import type { LoadedRule } from '../load.js'
import { cellOf, foldedAt, read, readWhole } from '../match/view.js'
import type { Cell, View } from '../match/view.js'
import { makeFinder } from './aho.js'
import type { Finder } from './aho.js'

/** Gives the indexes of the rules that may hold for the event the view is loaded with, in order. */
export type Candidates = (view: View) => readonly number[]

/** Fewer rules than this are looked at one by one. */
const worthIt = 6

/** What is looked for in one field. Numbers are indexes of rules. */
interface FieldIndex {
  readonly cell: Cell | null
  readonly equal: Map<string, number[]>
  readonly parts: Map<string, number[]>
  readonly present: number[]
  finder: Finder | undefined
}

/** Prepares the search for rules that may hold: one pass over each field finds all their witnesses. */
export function makeCandidates(rules: readonly LoadedRule[], view: View): Candidates {
  if (rules.length < worthIt) {
    const all = rules.map((_, i) => i)
    return () => all
  }
  const always: number[] = []
  const fields = new Map<string | null, FieldIndex>()
  for (const [i, { witnesses }] of rules.entries()) {
    if (witnesses === undefined) always.push(i)
    else
      for (const { field, kind, text } of witnesses) {
        const index = fields.get(field) ?? emptyIndex(field, view)
        fields.set(field, index)
        if (kind === 'present') index.present.push(i)
        else addTo(kind === 'equal' ? index.equal : index.parts, text, i)
      }
  }
  for (const index of fields.values()) if (index.parts.size > 0) index.finder = makeFinder(index.parts)
  return search([...fields.values()], always, rules.length)
}

function emptyIndex(field: string | null, view: View): FieldIndex {
  return {
    cell: field === null ? null : cellOf(view, field),
    equal: new Map(),
    parts: new Map(),
    present: [],
    finder: undefined,
  }
}

function addTo(map: Map<string, number[]>, text: string, rule: number): void {
  const list = map.get(text)
  if (list === undefined) map.set(text, [rule])
  else if (list.at(-1) !== rule) list.push(rule)
}

function search(fields: readonly FieldIndex[], always: readonly number[], size: number): Candidates {
  const seen = new Uint32Array(size)
  let stamp = 0
  let found: number[] = []
  const report = (rule: number): void => {
    if (seen[rule] === stamp) return
    seen[rule] = stamp
    found.push(rule)
  }
  return (view) => {
    if (++stamp === 0xffff_ffff) {
      seen.fill(0)
      stamp = 1
    }
    found = []
    for (const rule of always) report(rule)
    for (const index of fields) searchField(index, view, report)
    return found.sort((a, b) => a - b)
  }
}

function searchField(index: FieldIndex, view: View, report: (rule: number) => void): void {
  const cell = index.cell === null ? readWhole(view) : read(view, index.cell)
  if (!cell.present && cell.size === 0) return
  for (const rule of index.present) report(rule)
  for (let i = 0; i < cell.size; i++) {
    index.finder?.scan(cell.texts[i] ?? '', report)
    if (index.equal.size > 0) for (const rule of index.equal.get(foldedAt(cell, i)) ?? []) report(rule)
  }
}
