import type { CorpusIndex, CorpusRow, HostIndex } from '@clawback/model'

/** One word of a search: free, or about one property (`rule:curl`). All lower case. */
export interface Term {
  readonly field: Field | undefined
  readonly text: string
}

const fields = ['verdict', 'kind', 'label', 'rule', 'family', 'host', 'can', 'name', 'source'] as const
export type Field = (typeof fields)[number]

/** A row with what is searched in, made once. */
export interface SearchRow {
  readonly row: CorpusRow
  /** Place among all rows of the reading: what the index of hosts names. */
  readonly place: number
  readonly texts: Readonly<Record<Exclude<Field, 'host'>, string>>
  readonly all: string
}

/** Words of a search. `"two words"` is one; a property that does not exist is an ordinary word. */
export function parseSearch(text: string): readonly Term[] {
  const words = text.toLowerCase().match(/[a-z]+:"[^"]*"?|"[^"]*"?|\S+/g) ?? []
  return words.flatMap((word) => {
    const [, name = '', rest = ''] = /^([a-z]+):(.*)$/s.exec(word) ?? []
    const field = fields.find((one) => one === name)
    const found = (field === undefined ? word : rest).replaceAll('"', '')
    return found === '' ? [] : [{ field, text: found }]
  })
}

export function searchRow(row: CorpusRow, place: number, index: SearchIndex): SearchRow {
  const texts = {
    verdict: row.verdict,
    kind: row.kind,
    label: row.labels.join(' '),
    rule: row.rules.map((at) => index.rules[at] ?? '').join(' '),
    family: row.families.map((id) => index.families.get(id) ?? '').join(' '),
    can: row.actions.map((at) => index.actions[at] ?? '').join(' '),
    name: row.name,
    source: row.source,
  }
  const lowered = Object.fromEntries(
    Object.entries(texts).map(([name, value]) => [name, value.toLowerCase()]),
  ) as SearchRow['texts']
  const { name, source, kind, label, rule, family } = lowered
  return { row, place, texts: lowered, all: [name, source, kind, label, rule, family, row.id].join('\n') }
}

/** Names that rows give by number or id, laid out for searching. */
export interface SearchIndex {
  readonly rules: readonly string[]
  readonly actions: readonly string[]
  readonly families: ReadonlyMap<string, string>
}

export function searchIndexOf(index: CorpusIndex): SearchIndex {
  return {
    rules: index.rules.map(({ rule, title }) => `${rule} ${title}`),
    actions: index.actions,
    families: new Map(index.families.map(({ id, name }) => [id, name])),
  }
}

/** The rows in which every word is found. `hosts` is there once it is loaded; before, a word about hosts finds nothing. */
export function search(
  rows: readonly SearchRow[],
  terms: readonly Term[],
  hosts: HostIndex | undefined,
): readonly SearchRow[] {
  const tests = terms.map(({ field, text }): ((row: SearchRow) => boolean) => {
    if (field === undefined) return ({ all }) => all.includes(text)
    if (field !== 'host') return ({ texts }) => texts[field].includes(text)
    const places = new Set((hosts ?? []).flatMap(([host, at]) => (host.includes(text) ? at : [])))
    return ({ place }) => places.has(place)
  })
  return tests.length === 0 ? rows : rows.filter((row) => tests.every((test) => test(row)))
}

/** The search with a word added, or taken out when it is there. */
export function toggleTerm(text: string, field: Field, value: string): string {
  const word = /[\s"]/.test(value) ? `${field}:"${value.replaceAll('"', '')}"` : `${field}:${value}`
  const without = ` ${text} `.replace(` ${word} `, ' ').trim()
  return without === text.trim() ? `${without} ${word}`.trim() : without
}

export function hasTerm(text: string, field: Field, value: string): boolean {
  return toggleTerm(text, field, value).length < text.trim().length
}
