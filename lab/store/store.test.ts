import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { openLedger } from '@clawback/ledger'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { queryStore } from '../know/query.js'
import { openKnowledge } from '../walk/knowledge.js'
import { judge } from '../walk/judge.js'
import type { Examination } from '../walk/examination.js'
import { checkStore } from './health.js'
import { migrations } from './migrations.js'
import { openExistingStore, openStore } from './store.js'

let folder = ''
let path = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'store-'))
  path = join(folder, 'store.sqlite')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const time = '2026-01-01T00:00:00.000Z'

function sample(id = 'sha256:aa'): Examination {
  const fact = {
    schema: 'clawback/1',
    id: 'f1',
    kind: 'text.span',
    stage: 'read',
    time,
    seq: 1,
    'source.engine': 'text',
    'source.version': '1',
    'source.channel': 'file',
    'source.trust': 3,
    'text.link': 'https://a.example.test/x\ny',
  } as const
  return judge(
    {
      artifact: {
        id,
        kind: 'skill',
        name: 'one',
        origin: { type: 'folder', locator: '/x' },
        files: [],
        links: [],
        servers: [],
        gaps: [],
      },
      reading: {
        facts: [fact],
        coverage: { files: { total: 1, read: 1 }, engines: {}, gaps: [] },
        versions: {},
      },
      traces: [],
      ran: false,
    },
    openKnowledge([]),
    { clock: { now: () => 0, monotonic: () => 0 } },
  )
}

test('what is kept comes back as it was', async () => {
  const store = await openStore(path)
  await store.put(sample(), time)
  expect(await store.get('sha256:aa')).toEqual(sample())
  expect(await store.query({ verdict: 'undetermined' })).toHaveLength(1)
  expect(await store.get('sha256:bb')).toBeUndefined()
  expect(await queryStore(store.ledger, { host: ['example.test'] })).toHaveLength(1)
  expect(await checkStore(store.ledger)).toEqual([])
  await store.close()
})

test('a store that schema 1 wrote is brought forward with all it holds', async () => {
  // The script as it shipped: it must never change.
  expect(createHash('sha256').update(migrations[0]!).digest('hex')).toBe(
    'd274560d2f01603b2422922113fa9602137161e24ec6b5f03250ad8f44e662c3',
  )
  const old = await openLedger(path, { migrations: migrations.slice(0, 1) })
  await old.run('INSERT INTO examination VALUES (?, ?, ?, ?, ?, ?, ?, ?)', [
    ...['sha256:aa', 'one', 'skill', 'malicious', 90, 'static', time],
    gzipSync(JSON.stringify(sample())),
  ])
  await old.run('INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?)', [
    'sha256:aa',
    'r-1',
    't',
    'high',
    'threat',
    'p@1',
  ])
  await old.close()
  const store = await openExistingStore(folder)
  expect(await store.get('sha256:aa')).toEqual(sample())
  expect(await queryStore(store.ledger, { rule: ['r-*'] })).toMatchObject([
    { artifact: 'sha256:aa', verdict: 'malicious', rules: ['r-1'], sources: [] },
  ])
  expect(await store.ledger.all('SELECT run, verdict, rules FROM judgement')).toEqual([
    { run: 0, verdict: 'malicious', rules: '["r-1"]' },
  ])
  expect(await checkStore(store.ledger)).toEqual([])
  await store.close()
})

test('a store of a newer version is refused, and one that is not there is not made', async () => {
  const newer = await openLedger(path, { migrations: [...migrations, 'CREATE TABLE tomorrow (x)'] })
  await newer.close()
  await expect(openExistingStore(folder)).rejects.toMatchObject({ code: 'LEDGER_NEWER', exitCode: 3 })
  await expect(openExistingStore(join(folder, 'none'))).rejects.toMatchObject({ code: 'INPUT_NOT_FOUND' })
})

test('a store that lost a part says so', async () => {
  const store = await openStore(path)
  await store.put(sample(), time)
  await store.ledger.run("INSERT INTO copy VALUES ('s', '', 'sha256:zz', 1, NULL)")
  await store.ledger.run(
    "INSERT INTO source (source, collection, locator, stamp, tried) VALUES ('s', 's', 's', '', '')",
  )
  expect(await checkStore(store.ledger)).toEqual(['1 copies of artifacts that were never examined'])
  await store.close()
})

test('lists of an artifact are replaced by others, and left alone when they say the same', async () => {
  const store = await openStore(path)
  const hosts = (): Promise<unknown> => store.ledger.all('SELECT rowid AS no, host FROM host')
  const one = sample()
  const moved = one.records.map((record) => ({ ...record, 'text.link': 'https://b.example.test/' }))
  await store.put(one, time)
  const first = await hosts()
  await store.put(one, time)
  expect(await hosts()).toEqual(first)
  await store.put({ ...one, records: moved }, time)
  expect(await hosts()).toMatchObject([{ host: 'b.example.test' }])
  await store.put({ ...one, records: [] }, time)
  expect(await hosts()).toEqual([])
  await store.close()
})
