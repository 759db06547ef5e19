import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { intake } from '@clawback/analyzers'
import type { Pack } from '@clawback/model'
import { buildPack, verifyPack } from '@clawback/pack-tools'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { findSources } from '../bulk/corpus.js'
import { packSample, unpackSample } from '../bulk/remote/sample.js'
import { runBulk } from '../bulk/run.js'
import type { BulkSummary } from '../bulk/summary.js'
import { openExistingStore } from '../store/store.js'
import { writeSkill, writeSkills } from '../testing/corpus.js'
import { collect } from './collect.js'

let folder = ''
let packs: readonly Pack[] = []
beforeAll(async () => {
  const path = fileURLToPath(new URL('../../content/packs/skill-core', import.meta.url))
  packs = [(await verifyPack((await buildPack(path)).bytes, [], { allowUnsigned: true })).pack]
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'collected-'))
  await writeSkills(join(folder, 'wild'), ['a', 'b', 'c'])
  await writeSkill(folder, 'other/again', 'the same')
  await writeSkill(folder, 'wild/again', 'the same')
  await writeFile(join(folder, 'wild/a/run.sh'), '#!/bin/sh\ncurl https://get.example.test\n')
  await chmod(join(folder, 'wild/a/run.sh'), 0o755)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

let now = 0
const clock = { now: () => (now += 1000), monotonic: () => performance.now() }
const quarantine = (): string => join(folder, 'q')

async function gather(source: string, said: { label?: string } = {}, limits = {}): Promise<void> {
  const terms = { history: false, most: 1, limits, said, clock, sources: [join(folder, source)] }
  await collect({ folder: quarantine(), ...terms })
}

async function run(corpus: string, store: string): Promise<BulkSummary> {
  const terms = { plan: 'static', packs, workers: 2, clock, request: '{}' } as const
  return await runBulk({ folder: join(folder, store), sources: await findSources([corpus]), ...terms })
}

async function ask(store: string, sql: string): Promise<readonly unknown[]> {
  const opened = await openExistingStore(join(folder, store))
  return await opened.ledger.all(sql).finally(() => opened.close())
}

test('a bulk run over a quarantine sees what one over the folders sees, with every copy and its label', async () => {
  await gather('wild', { label: 'benign' })
  await gather('other', { label: 'malicious' })
  expect(await run(quarantine(), 'collected')).toMatchObject({ sources: 5, artifacts: 4, problems: {} })
  await run(join(folder, 'wild'), 'plain')
  const verdicts = 'SELECT artifact, name, kind, verdict, score FROM examination ORDER BY artifact'
  expect(await ask('collected', verdicts)).toEqual(await ask('plain', verdicts))
  const copies =
    "SELECT source, label, json_extract(provenance, '$.path') AS path FROM copies ORDER BY source"
  expect(await ask('collected', copies)).toEqual([
    { source: 'other/again', label: 'malicious', path: 'again' },
    ...['a', 'again', 'b', 'c'].map((path) => ({ source: `wild/${path}`, label: 'benign', path })),
  ])

  expect(await run(quarantine(), 'collected')).toMatchObject({ examined: 0, unchanged: 5 })
  await writeSkill(folder, 'wild/b', 'otherwise now')
  await gather('wild', { label: 'benign' })
  expect(await run(quarantine(), 'collected')).toMatchObject({ examined: 1, unchanged: 5, artifacts: 5 })
}, 180_000)

test('what could not be collected is no clean result afterwards', async () => {
  await writeFile(join(folder, 'wild/a/big.js'), 'x'.repeat(5_000))
  await gather('wild', {}, { fileBytes: 1_000 })
  await run(quarantine(), 'collected')
  expect(await ask('collected', "SELECT verdict FROM examination WHERE name = 'a'")).not.toEqual([{ verdict: 'benign' }]) // prettier-ignore
  const source = (await findSources([quarantine()])).find(({ id }) => id === 'wild/a')
  await expect(packSample(source?.locator ?? '')).rejects.toMatchObject({ code: 'INPUT_UNSUPPORTED' })
}, 180_000)

test('a collected sample travels as one of a folder does', async () => {
  await gather('wild')
  const source = (await findSources([quarantine()])).find(({ id }) => id === 'wild/a')
  const blob = await packSample(source?.locator ?? '')
  const there = await intake(unpackSample(blob, join(folder, 'far'), 'a'), { workdir: folder })
  expect(source?.locator.endsWith(`#${there.artifacts[0]?.artifact.id ?? ''}`)).toBe(true)
  await there.close()
})
