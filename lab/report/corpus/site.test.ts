import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Comparison, CorpusIndex, CorpusRow, Family, HostIndex, ReportArtifact } from '@clawback/model'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fillStore, idOf, payloads } from '../../testing/report-store.js'
import { openStore, readStore } from '../../store/store.js'
import type { Store } from '../../store/store.js'
import { groupsOf } from './groups.js'
import type { Reading } from './reading.js'
import { openSite } from './site.js'
import type { CorpusSite } from './site.js'

let folder = ''
let store: Store
let reading: Store | undefined
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'site-'))
  store = await openStore(join(folder, 'store.sqlite'))
})
afterEach(async () => {
  await reading?.close()
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

async function open(artifacts: number, texts?: readonly string[]): Promise<CorpusSite> {
  await fillStore(store, { artifacts, ...(texts === undefined ? {} : { texts }) })
  reading = await readStore(folder)
  return openSite(reading, { title: 'T', now: () => '2026-01-01T00:00:00.000Z' })
}
const index = async (site: CorpusSite): Promise<CorpusIndex> =>
  (await site.file('data/index.json')) as CorpusIndex
const rows = async (site: CorpusSite): Promise<readonly CorpusRow[]> =>
  (
    await Promise.all(
      (await index(site)).rowFiles.map(async (path) => (await site.file(path)) as readonly CorpusRow[]),
    )
  ).flat()

test('rows over several files, and hosts by their numbers', async () => {
  const site = await open(620)
  const { artifacts, rowFiles, overview, problems, hostFile } = await index(site)
  expect([artifacts, rowFiles.length]).toEqual([620, 2])
  const all = await rows(site)
  expect(all).toHaveLength(620)
  expect(overview.verdicts.malicious).toBe(all.filter(({ verdict }) => verdict === 'malicious').length)
  expect(overview.scores.reduce((sum, one) => sum + one.artifacts, 0)).toBe(620)
  expect(problems).toMatchObject([{ code: 'INPUT_MALFORMED' }])
  const hosts = new Map((await site.file(hostFile)) as HostIndex)
  expect(hosts.get('github.example')).toHaveLength(620)
  const [host, places] = [...hosts].find(([, at]) => at.length === 1) ?? ['', []]
  const artifact = all[places[0] ?? 0]?.id ?? ''
  const page = (await site.file(`data/artifacts/00/${artifact.slice(7)}.json`)) as ReportArtifact
  expect(page.hosts.map((one) => one.host)).toContain(host)
})

test('every path that is listed is there, and no other is', async () => {
  const site = await open(12)
  for (const path of await site.paths()) expect(await site.file(path), path).toBeDefined()
  for (const path of [
    ...['data/rows-9-0.json', 'data/rows-1.json', 'data/families/none.json', 'data/comparisons/1-9.json'],
    ...[
      'data/artifacts/00/../../../store.sqlite',
      `data/artifacts/00/${'f'.repeat(64)}.json`,
      'index.html',
      '',
    ],
    ...['data/constructor/a.json', '../store.sqlite', `data/artifacts/00/${idOf(1)}.json`],
  ])
    expect(await site.file(path), path).toBeUndefined()
})

test('families by label, with what is shared', async () => {
  const site = await open(150)
  const { families } = await index(site)
  expect(new Set(families.map(({ basis }) => basis))).toEqual(new Set(['label']))
  const [first] = families
  const family = (await site.file(`data/families/${first?.id ?? ''}.json`)) as Family
  expect(family.members).toHaveLength(first?.members ?? -1)
  expect(family.shared.rules.every(({ members }) => members > 1)).toBe(true)
  expect(family.shared.hosts).toContainEqual({
    name: 'github.example',
    members: family.members.length,
    elsewhere: 150 - family.members.length,
  })
})

test('artifacts that name the same uncommon host are a group, those of a common one are not', () => {
  const rows = Array.from({ length: 40 }, (_, at) => ({
    families: [],
    verdict: at < 3 ? 'malicious' : 'benign',
  }))
  const hosts = [
    { what: 'common.example', places: Array.from({ length: 30 }, (_, at) => at) },
    { what: 'a.example', places: [0, 1, 2] },
    { what: 'b.example', places: [2, 1, 0] },
    { what: 'c.example', places: [7, 8, 9, 10] },
    { what: 'two.example', places: [7, 8] },
  ]
  expect(groupsOf({ rows, hosts, relations: [] } as unknown as Reading)).toEqual([
    { name: 'a.example and 1 more', basis: 'host', places: [0, 1, 2] },
    { name: 'c.example', basis: 'host', places: [7, 8, 9, 10] },
  ])
})

test('families that were found take the place of hosts, without who left', () => {
  const rows = ['a', 'b', 'c'].map(() => ({ families: ['F1'], verdict: 'benign' }))
  const placeOf = new Map([
    ['a', 0],
    ['b', 1],
    ['c', 2],
  ])
  const hosts = [{ what: 'a.example', places: [0, 1, 2] }]
  const shared = { text: [{ name: 'one two three four', members: 2, elsewhere: 0 }] }
  const relations = [
    { id: 'likeness-1', basis: 'likeness', name: 'pdf', artifacts: ['a', 'b', 'left'], shared },
    { id: 'likeness-2', basis: 'likeness', name: 'doc', artifacts: ['c', 'left'], shared: {} },
  ]
  expect(groupsOf({ rows, hosts, placeOf, relations } as unknown as Reading)).toEqual([
    { name: 'F1', basis: 'label', places: [0, 1, 2] },
    { id: 'likeness-1', basis: 'likeness', name: 'pdf', places: [0, 1], shared },
  ])
})

test('a run is compared with the one before it', async () => {
  const site = await open(40)
  const { comparisons } = await index(site)
  expect(comparisons.map(({ id }) => id)).toEqual(['1-2'])
  const { changes, places } = (await site.file('data/comparisons/1-2.json')) as Comparison
  expect(places).toEqual([40, 40])
  expect(changes.filter(({ change }) => change === 'verdict').length).toBeGreaterThan(0)
  expect(changes.every(({ causes }) => causes.includes('packs'))).toBe(true)
})

test('what was written meanwhile is seen when the index is asked for again, and rows of before stay', async () => {
  const site = await open(3)
  const before = await index(site)
  expect(await index(site)).toEqual(before)
  await store.ledger.run('DELETE FROM copy WHERE artifact = ?', [idOf(1)])
  await store.ledger.run('DELETE FROM examination WHERE artifact = ?', [idOf(1)])
  expect((await index(site)).artifacts).toBe(2)
  expect(await site.file(before.rowFiles[0] ?? '')).toHaveLength(3)
})

test('nothing of a sample is longer than a page can use, nor anything that is obeyed or hidden', async () => {
  const site = await open(40, payloads)
  for (const path of await site.paths()) {
    const text = JSON.stringify(await site.file(path))
    expect(text.length, path).toBeLessThan(400_000)
    // eslint-disable-next-line no-control-regex -- the point
    expect(text, path).not.toMatch(/[\u0000-\u001f\u200b\u202e\u2066]/)
  }
  expect((await rows(site)).every(({ name }) => name.length <= 200)).toBe(true)
})
