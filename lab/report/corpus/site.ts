import { dirname, join } from 'node:path'
import { numberOf, textOf } from '@clawback/ledger'
import type { CorpusIndex, CorpusRow, ReportStanding } from '@clawback/model'
import type { Store } from '../../store/store.js'
import { reportArtifact } from '../data.js'
import { displayable } from '../displayable.js'
import { pairingsOf, readComparison } from './comparisons.js'
import type { Against, Pairing } from './comparisons.js'
import { groupsById, readFamily } from './families.js'
import type { Group } from './groups.js'
import { chunk, hostIndexOf, indexOf, rowsOf } from './index-file.js'
import { readTables } from './reading.js'
import type { Reading } from './reading.js'

export interface SiteOptions {
  readonly title: string
  /** RFC 3339, asked for at each reading. */
  readonly now: () => string
  readonly against?: Against
}

/** The data files of a corpus report: the same whether they are written to a folder or answered one by one. */
export interface CorpusSite {
  /** The value of one file, safe to show; undefined when there is no such file. `path` is relative: `data/index.json`. */
  file(path: string): Promise<unknown>
  /** Paths of all files of the newest reading. */
  paths(): Promise<readonly string[]>
}

/** One reading of the tables with what is made of it once. */
interface View {
  readonly reading: Reading
  readonly groups: ReadonlyMap<string, Group>
  readonly pairings: readonly Pairing[]
  readonly rows: readonly CorpusRow[]
  readonly index: CorpusIndex
}

/** Readings that are still answered for: a page may be loading the rows of the one before. */
const viewsKept = 2

/** Opens the report of a store. A store that changes is read anew when its index is asked for. */
export function openSite(store: Store, options: SiteOptions): CorpusSite {
  let views: readonly View[] = []
  let version: number | undefined
  let reading: Promise<View> | undefined

  const read = async (): Promise<View> => {
    const found = numberOf((await store.ledger.get('PRAGMA data_version')) ?? {}, 'data_version')
    const [newest] = views
    if (newest !== undefined && found === version) return newest
    const view = await makeView(store, (newest?.reading.number ?? 0) + 1, options)
    views = [view, ...views].slice(0, viewsKept)
    version = found
    return view
  }
  // Two that ask at the same time get the same reading.
  const newest = (): Promise<View> => (reading ??= read().finally(() => (reading = undefined)))
  const current = async (): Promise<View> => views[0] ?? (await newest())

  return {
    async file(path) {
      return displayable(await answer(path))
    },
    async paths() {
      const { reading: tables, groups, pairings, rows } = await newest()
      return [
        'data/index.json',
        ...Array.from(
          { length: Math.ceil(rows.length / chunk) },
          (_, part) => `data/rows-${tables.number}-${part}.json`,
        ),
        `data/hosts-${tables.number}.json`,
        ...[...groups.keys()].map((id) => `data/families/${id}.json`),
        ...pairings.map(({ id }) => `data/comparisons/${id}.json`),
        ...rows.map(({ id }) => artifactPath(id)),
      ]
    },
  }

  async function answer(path: string): Promise<unknown> {
    if (path === 'data/index.json') {
      return (await newest()).index
    }
    const [, what = '', number, part] = /^data\/(rows|hosts)-(\d+)(?:-(\d+))?\.json$/.exec(path) ?? []
    if (what !== '') {
      const view = views.find((one) => one.reading.number === Number(number))
      if (view === undefined) return undefined
      if (what === 'hosts') return hostIndexOf(view.reading)
      return part === undefined
        ? undefined
        : view.rows.slice(Number(part) * chunk, (Number(part) + 1) * chunk)
    }
    const [, list = '', name = ''] =
      /^data\/(families|comparisons|artifacts\/[0-9a-f]{2})\/([0-9a-z-]{1,64})\.json$/.exec(path) ?? []
    const view = await current()
    if (list === 'families') {
      const group = view.groups.get(name)
      return group === undefined ? undefined : await readFamily(store.ledger, view.reading, name, group)
    }
    if (list === 'comparisons') {
      const pairing = view.pairings.find(({ id }) => id === name)
      return pairing === undefined ? undefined : await readComparison(pairing)
    }
    return list === '' ? undefined : await readArtifact(store, view, `sha256:${name}`)
  }
}

/** Where the page of an artifact finds its data. */
function artifactPath(id: string): string {
  const digest = id.replace(/^sha256:/, '')
  return `data/artifacts/${digest.slice(0, 2)}/${digest}.json`
}

async function makeView(store: Store, number: number, options: SiteOptions): Promise<View> {
  const reading = await readTables(store.ledger, number)
  const groups = groupsById(reading)
  const pairings = pairingsOf(store.ledger, reading.runs, options.against)
  const index = indexOf(reading, { title: options.title, made: options.now(), groups, pairings })
  return { reading, groups, pairings, rows: rowsOf(reading, groups), index }
}

async function readArtifact(store: Store, { reading, groups }: View, id: string): Promise<unknown> {
  const examination = await store.get(id)
  if (examination === undefined) return undefined
  const place = reading.placeOf.get(id)
  const families = [...groups].flatMap(([family, { name, places }]) =>
    place !== undefined && places.includes(place) ? [{ id: family, name }] : [],
  )
  return await reportArtifact(examination, await rootsOf(store, id), await standingOf(store, id, families))
}

/** Folders of the corpus where an artifact was found. */
export async function rootsOf({ ledger }: Store, artifact: string): Promise<readonly string[]> {
  const rows = await ledger.all('SELECT locator, inside FROM copies WHERE artifact = ? LIMIT 5', [artifact])
  return rows.flatMap((row) => {
    const locator = textOf(row, 'locator')
    // A source that is one file is an artifact of one file beside it; digests tell whether a file is the right one.
    return [join(locator, textOf(row, 'inside')), dirname(locator)]
  })
}

/** What the store says of an artifact beside its examination. */
export async function standingOf(
  { ledger }: Store,
  artifact: string,
  families: ReportStanding['families'],
): Promise<ReportStanding> {
  const examined = await ledger.get('SELECT examined FROM examination WHERE artifact = ?', [artifact])
  const rows = await ledger.all(
    'SELECT source, label, labelled FROM copies WHERE artifact = ? ORDER BY source LIMIT 50',
    [artifact],
  )
  const column = (name: string): readonly string[] => [
    ...new Set(rows.flatMap((row) => (row[name] === null ? [] : [textOf(row, name)]))),
  ]
  return {
    examined: textOf(examined ?? {}, 'examined'),
    sources: column('source'),
    labels: column('label'),
    labelled: column('labelled'),
    families,
  }
}
