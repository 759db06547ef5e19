import type { CorpusIndex, CorpusRow, HostIndex } from '@clawback/model'

/** One word of a search: free, or about one property (`rule:curl`), of which it may be the whole (`rule:=curl`). Lower case. */
export interface Term {
  readonly field: Field | undefined
  readonly text: string
  readonly whole: boolean
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
  const words = text.toLowerCase().match(/[a-z]+:=?"[^"]*"?|"[^"]*"?|\S+/g) ?? []
  return words.flatMap((word) => {
    const [, name = '', rest = ''] = /^([a-z]+):(.*)$/s.exec(word) ?? []
    const field = fields.find((one) => one === name)
    const whole = field !== undefined && rest.startsWith('=')
    const found = (field === undefined ? word : whole ? rest.slice(1) : rest).replaceAll('"', '')
    return found === '' ? [] : [{ field, text: found, whole }]
  })
}

export function searchRow(row: CorpusRow, place: number, index: SearchIndex): SearchRow {
  const lists = {
    verdict: [row.verdict],
    kind: [row.kind],
    label: [labelOf(row), ...row.labels],
    rule: row.rules.flatMap((at) => index.rules[at] ?? []),
    family: row.families.map((id) => index.families.get(id) ?? ''),
    can: row.actions.map((at) => index.actions[at] ?? ''),
    name: [row.name],
    source: [row.source],
  }
  // Each item stands between line feeds, so that a whole one can be told from a part of one.
  const texts = Object.fromEntries(
    Object.entries(lists).map(([name, items]) => [name, `\n${items.join('\n').toLowerCase()}\n`]),
  ) as SearchRow['texts']
  const { name, source, kind, label, rule, family } = texts
  return { row, place, texts, all: [name, source, kind, label, rule, family, row.id].join('') }
}

/** The one label of an artifact; what stands in its place when there is none, or more. */
export function labelOf({ labels }: Pick<CorpusRow, 'labels'>): string {
  return labels.length > 1 ? 'labels disagree' : (labels[0] ?? 'no label')
}

/** Names that rows give by number or id, laid out for searching. */
export interface SearchIndex {
  /** Id and title of each. */
  readonly rules: readonly (readonly [string, string])[]
  readonly actions: readonly string[]
  readonly families: ReadonlyMap<string, string>
}

export function searchIndexOf(index: CorpusIndex): SearchIndex {
  return {
    rules: index.rules.map(({ rule, title }) => [rule, title] as const),
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
  const tests = terms.map(({ field, text, whole }): ((row: SearchRow) => boolean) => {
    if (field === undefined) return ({ all }) => all.includes(text)
    const wanted = whole ? `\n${text}\n` : text
    if (field !== 'host') return ({ texts }) => texts[field].includes(wanted)
    const fits = (host: string): boolean => (whole ? host === text : host.includes(text))
    const places = new Set((hosts ?? []).flatMap(([host, at]) => (fits(host) ? at : [])))
    return ({ place }) => places.has(place)
  })
  return tests.length === 0 ? rows : rows.filter((row) => tests.every((test) => test(row)))
}

/** The search with a word about a whole property added, or taken out when it is there. */
export function toggleTerm(text: string, field: Field, value: string): string {
  // A quotation mark cannot stand in a word: then the longest part without one is looked for.
  const [part = ''] = value.split('"').sort((a, b) => b.length - a.length)
  const whole = part === value ? '=' : ''
  const word = /\s/.test(part) ? `${field}:${whole}"${part}"` : `${field}:${whole}${part}`
  const without = ` ${text} `.replace(` ${word} `, () => ' ').trim()
  return without === text.trim() ? `${without} ${word}`.trim() : without
}

export function hasTerm(text: string, field: Field, value: string): boolean {
  return toggleTerm(text, field, value).length < text.trim().length
}
