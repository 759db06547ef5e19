import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Kept } from '../store/kept.js'
import { openStore } from '../store/store.js'
import type { Store } from '../store/store.js'
import { writeKept } from '../store/write.js'
import { readLabelled } from './labels.js'
import { queryStore } from './query.js'
import type { Filter } from './query.js'
import { corpusStats } from './stats.js'

let folder = ''
let store: Store

const kept = (name: string, more: Partial<Kept>): Kept => ({
  ...{ artifact: `sha256:${name}`, name, kind: 'skill', verdict: 'benign', score: 0, basis: 'static' },
  ...{ body: new Uint8Array(), findings: [], capabilities: [], hosts: [] },
  ...more,
})

const all = [
  kept('fetcher', {
    verdict: 'malicious',
    score: 90,
    findings: [
      ['fetch-and-run', 't', 'high', 'threat', 'p@1'],
      ['names-host', 't', 'low', 'threat', 'p@1'],
    ],
    capabilities: [
      ['process.exec', 'curl', 'static'],
      ['net.connect', 'a.evil.example:443', 'observed'],
    ],
    hosts: [['a.evil.example', 'static']],
  }),
  kept('sayer', { capabilities: [['net.connect', 'b.example', 'static']], hosts: [['b.example', 'static']] }),
  kept('notevil', { kind: 'mcp-server', hosts: [['notevil.example', 'observed']] }),
  kept('left', { verdict: 'suspicious', score: 40 }),
]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'query-'))
  store = await openStore(join(folder, 'store.sqlite'))
  await store.ledger.transaction(async (tx) => {
    for (const one of all)
      await writeKept(tx, one, {
        run: 1,
        time: '2026-01-01T00:00:00Z',
        reading: 'r',
        running: 'none',
        judging: 'j',
      })
    const place =
      "INSERT INTO source (source, collection, locator, stamp, tried, label, family) VALUES (?, 'c', ?, '', '', ?, ?)"
    for (const [source, artifact, label, family] of [
      ['c/1', 'sha256:fetcher', 'malicious', 'F1'],
      ['c/2', 'sha256:fetcher', 'malicious', 'F1'],
      ['c/3', 'sha256:sayer', 'benign', null],
      ['c/4', 'sha256:sayer', 'malicious', null],
      ['c/5', 'sha256:notevil', null, null],
    ] as const) {
      await tx.run(place, [source, source, label, family])
      await tx.run("INSERT INTO copy VALUES (?, '', ?, 1, NULL)", [source, artifact])
    }
    await tx.run(place, ['c/7', 'c/7', 'malicious', null])
    await tx.run("INSERT INTO copy VALUES ('c/6', '', 'sha256:left', 1, 2)")
  })
})
afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

describe('a query', () => {
  const names = async (filter: Filter): Promise<readonly string[]> =>
    (await queryStore(store.ledger, filter)).map(({ name }) => name)

  test.each<[string, Filter, readonly string[]]>([
    ['nothing: what is there, gravest first', {}, ['fetcher', 'notevil', 'sayer']],
    ['gone', { gone: true }, ['fetcher', 'left', 'notevil', 'sayer']],
    ['a verdict', { verdict: ['malicious', 'suspicious'] }, ['fetcher']],
    ['an action above', { capability: ['net'] }, ['fetcher', 'sayer']],
    ['an action and target', { capability: ['process.exec:curl'] }, ['fetcher']],
    ['a target with a star', { capability: ['net.connect:*.example'] }, ['sayer']],
    ['a host and those below it', { host: ['evil.example'] }, ['fetcher']],
    ['a rule', { rule: ['fetch-*'] }, ['fetcher']],
    ['a label', { label: ['benign'] }, ['sayer']],
    ['a kind', { kind: ['mcp-server'] }, ['notevil']],
    ['names', { name: ['say*', 'notevil'] }, ['notevil', 'sayer']],
    ['two kinds of filters at once', { capability: ['net'], host: ['b.example'] }, ['sayer']],
  ])('by %s', async (_, filter, expected) => {
    expect(await names(filter)).toEqual(expected)
  })

  test('a row tells where an artifact was found and what is said of it', async () => {
    expect((await queryStore(store.ledger, { name: ['fetcher'] }))[0]).toMatchObject({
      ...{
        labels: ['malicious'],
        families: ['F1'],
        sources: ['c/1', 'c/2'],
        rules: ['fetch-and-run', 'names-host'],
      },
    })
  })
})

test('statistics count artifacts, not copies, and leave out what is gone', async () => {
  const stats = await corpusStats(store.ledger, 5)
  expect(stats.artifacts).toBe(3)
  expect(stats.verdicts).toMatchObject([
    { name: 'benign', artifacts: 2, share: 2 / 3 },
    { name: 'malicious', artifacts: 1, share: 1 / 3 },
  ])
  const [first] = stats.verdicts
  expect([first?.low, first?.high].map((share) => share?.toFixed(3))).toEqual(['0.208', '0.939'])
  const ways = { declared: 0, static: 1, observed: 1, onlyObserved: 1 }
  expect(stats.actions[0]).toMatchObject({ name: 'net.connect', artifacts: 2, share: 2 / 3, ...ways })
  expect(stats.rulePairs).toEqual([{ a: 'fetch-and-run', b: 'names-host', artifacts: 1, lift: 3 }])
})

test('labels join by artifact: copies count once, those that disagree prove nothing, what is missing is told', async () => {
  const { labelled, disagreeing, unseen } = await readLabelled(store.ledger)
  expect(labelled.map(({ artifact, label, family }) => [artifact, label, family])).toEqual([
    ['sha256:fetcher', 'malicious', 'F1'],
  ])
  expect(disagreeing).toEqual(['c/3', 'c/4'])
  expect(unseen).toEqual(['c/7'])
  const others = [
    { id: 'c/5', collection: 'c', locator: '', label: 'benign' },
    { id: 'c/9', collection: 'c', locator: '', label: 'benign' },
  ]
  const told = await readLabelled(store.ledger, others)
  expect(told.labelled.map(({ name }) => name)).toEqual(['notevil'])
  expect(told.unseen).toEqual(['c/9'])
})
