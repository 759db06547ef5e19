import { safeDisplay } from '@clawback/text'
import type { CorpusIndex, CorpusRow, HostIndex } from '@clawback/model'
import { summariseFamily } from './families.js'
import type { Group } from './groups.js'
import type { Pairing } from './comparisons.js'
import { overviewOf } from './overview.js'
import type { Reading } from './reading.js'

/** Rows of one file: the first is enough for the first view. */
export const chunk = 500
/** Characters of a text in a row. */
const widest = 200
const problemsShown = 500

interface About {
  readonly title: string
  /** RFC 3339. */
  readonly made: string
  readonly groups: ReadonlyMap<string, Group>
  readonly pairings: readonly Pairing[]
}

/** What the first view needs. */
export function indexOf(reading: Reading, { title, made, groups, pairings }: About): CorpusIndex {
  const { number, rows, rules, actions, problems } = reading
  return {
    format: 'clawback-report/1',
    title,
    made,
    artifacts: rows.length,
    rowFiles: Array.from(
      { length: Math.ceil(rows.length / chunk) },
      (_, part) => `data/rows-${number}-${part}.json`,
    ),
    hostFile: `data/hosts-${number}.json`,
    rules: rules.map(({ what }) => what),
    actions: actions.map(({ what }) => what),
    overview: overviewOf(reading),
    families: [...groups].map(([id, group]) => summariseFamily(id, group, reading)),
    runs: reading.runs,
    comparisons: pairings.map(({ id, before, after }) => ({ id, before: before.name, after: after.name })),
    problems: problems.slice(0, problemsShown),
    problemsCut: Math.max(0, problems.length - problemsShown),
  }
}

/** All rows for the table; rules and actions are named by their places in the index. */
export function rowsOf(reading: Reading, groups: ReadonlyMap<string, Group>): readonly CorpusRow[] {
  const [rules, actions] = [turned(reading.rules), turned(reading.actions)]
  const families = new Map<number, string[]>()
  for (const [id, { places }] of groups)
    for (const place of places) families.set(place, [...(families.get(place) ?? []), id])
  return reading.rows.map((row, place) => ({
    id: row.artifact,
    name: safeDisplay(row.name, { limit: widest }),
    kind: row.kind,
    verdict: row.verdict,
    score: row.score,
    basis: row.basis,
    labels: row.labels,
    families: families.get(place) ?? [],
    source: safeDisplay(row.sources[0] ?? '', { limit: widest }),
    copies: row.sources.length,
    rules: rules.get(place) ?? [],
    actions: actions.get(place) ?? [],
  }))
}

export function hostIndexOf({ hosts }: Reading): HostIndex {
  return hosts.map(({ what, places }) => [what, places])
}

/** From each thing with its places to each place with its things. */
function turned(list: readonly { readonly places: readonly number[] }[]): ReadonlyMap<number, number[]> {
  const by = new Map<number, number[]>()
  for (const [thing, { places }] of list.entries())
    for (const place of places) {
      const things = by.get(place)
      if (things === undefined) by.set(place, [thing])
      else things.push(thing)
    }
  return by
}
