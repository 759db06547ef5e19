import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tar } from '../../analyzers/intake/testing/tar.js'
import { writeSkill, writeSkills } from '../testing/corpus.js'
import { collect } from './collect.js'
import type { CollectOptions, CollectSummary } from './collect.js'
import { quarantineSources } from './corpus.js'
import { openSample } from './open-sample.js'
import { readQuarantine } from './quarantine.js'
import type { Sample } from './sample.js'

let folder = ''
let into = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'collect-'))
  into = join(folder, 'quarantine')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

let now = Date.parse('2026-01-01T00:00:00Z')
const clock = { now: () => (now += 1000), monotonic: () => performance.now() }

async function run(path: string, more: Partial<CollectOptions> = {}): Promise<CollectSummary> {
  const terms = { history: false, most: 5, limits: {}, said: {}, clock }
  return await collect({ ...terms, folder: into, sources: [join(folder, path)], ...more })
}

async function samples(): Promise<readonly Sample[]> {
  return [...(await readQuarantine(into)).samples.values()]
}

test('equal content is kept once, with every place it was found at; a second time adds nothing', async () => {
  await writeSkills(join(folder, 'wild'), ['a', 'b'])
  await writeSkill(folder, 'wild/x/c', 'the same')
  await writeSkill(folder, 'other/y/c', 'the same')
  expect(await run('wild')).toMatchObject({ seen: 3, added: 3, samples: 3, copies: 3, problems: {} })
  expect(await run('other')).toMatchObject({ seen: 1, added: 0, copied: 1, stored: 0, samples: 3, copies: 4 })
  const before = await readFile(join(into, 'manifest.ndjson'), 'utf8')
  expect(await run('wild')).toMatchObject({ seen: 3, known: 3, stored: 0, samples: 3, copies: 4 })
  expect(await readFile(join(into, 'manifest.ndjson'), 'utf8')).toBe(before)
  const twice = (await samples()).find(({ name }) => name === 'c')
  expect(twice?.copies.map(({ collection, path }) => [collection, path])).toEqual([
    ['wild', 'x/c'],
    ['other', 'y/c'],
  ])
})

test('what is said of a copy stays with it', async () => {
  await writeSkill(folder, 'good/a', 'the same')
  await writeSkill(folder, 'bad/a', 'the same')
  await run('good', { said: { label: 'benign', labelledBy: 'one', licence: 'MIT' } })
  await run('bad', { said: { label: 'malicious', labelledBy: 'two' } })
  const sources = await quarantineSources(into)
  expect(sources.map(({ id, label, labelled }) => [id, label, labelled])).toEqual([
    ['good/a', 'benign', 'one'],
    ['bad/a', 'malicious', 'two'],
  ])
  expect(new Set(sources.map(({ locator }) => locator)).size).toBe(1)
  expect(JSON.parse(sources[0]?.provenance ?? '')).toMatchObject({ kind: 'folder', licence: 'MIT' })
})

test('a place that changed keeps both contents, and the older one keeps its name', async () => {
  await writeSkill(folder, 'wild/a', 'one')
  await run('wild')
  const [first] = await quarantineSources(into)
  await writeSkill(folder, 'wild/a', 'two')
  await run('wild')
  const both = await quarantineSources(into)
  expect(both[0]).toEqual(first)
  expect(both.map(({ id }) => id)).toEqual(['wild/a', expect.stringMatching(/^wild\/a~[0-9a-f]{8}$/)])
})

test('nothing that is kept can be started, links are notes, and the sample comes out as it went in', async () => {
  await writeSkill(folder, 'wild/a', 'x')
  await writeFile(join(folder, 'wild/a/run.sh'), '#!/bin/sh\n')
  await chmod(join(folder, 'wild/a/run.sh'), 0o755)
  await symlink('/etc/passwd', join(folder, 'wild/a/secret'))
  await run('wild')
  for (const name of await readdir(into, { recursive: true })) {
    const info = await stat(join(into, name))
    if (info.isFile()) expect([name, info.mode & 0o111]).toEqual([name, 0])
  }
  const [sample] = await samples()
  expect(sample?.links).toEqual([{ path: 'secret', target: '/etc/passwd' }])
  expect(sample?.files.map(({ path, executable }) => [path, executable])).toEqual([
    ['SKILL.md', false],
    ['run.sh', true],
  ])
  const opened = await openSample(into, sample?.id ?? '', { workdir: folder })
  expect(opened.artifacts[0]?.artifact).toMatchObject({ id: sample?.id, kind: 'skill', name: 'a' })
  expect((await readdir(opened.artifacts[0]?.root ?? '')).sort()).toEqual(['SKILL.md', 'run.sh'])
  await opened.close()
})

test('a blob that was changed or is a link is said, not looked at', async () => {
  await writeSkill(folder, 'wild/a', 'x')
  await run('wild')
  const [sample] = await samples()
  const digest = sample?.files[0]?.sha256 ?? ''
  const path = join(into, 'blobs/sha256', digest.slice(0, 2), digest)
  await writeFile(path, 'y')
  const open = (): Promise<unknown> => openSample(into, sample?.id ?? '', { workdir: folder })
  await expect(open()).rejects.toMatchObject({ code: 'INPUT_MALFORMED' })
  await rm(path)
  await symlink(join(folder, 'wild/a/SKILL.md'), path)
  await expect(open()).rejects.toMatchObject({ code: 'INPUT_MALFORMED' })
  await rm(path)
  expect(await run('wild')).toMatchObject({ known: 1 })
  await (await openSample(into, sample?.id ?? '', { workdir: folder })).close()
})

test('a hostile archive leaves its folder in nothing but its name', async () => {
  const members = [
    { path: 'a/SKILL.md', content: '---\nname: a\n---\n' },
    { path: 'a/../../../escaped', content: 'x' },
    { path: 'a/big', content: 'x'.repeat(5_000) },
  ]
  await writeFile(join(folder, 'bad.tar'), tar(members))
  expect(await run('bad.tar', { limits: { fileBytes: 1_000 } })).toMatchObject({ problems: {} })
  expect(await readdir(folder)).not.toContain('escaped')
  const all = await samples()
  const skill = all.find(({ kind }) => kind === 'skill')
  expect(skill?.gaps).toContainEqual(expect.objectContaining({ reason: 'too-large', path: 'big', material: true })) // prettier-ignore
  const opened = await openSample(into, skill?.id ?? '', { workdir: folder })
  expect(opened.artifacts[0]?.artifact.gaps).toEqual(skill?.gaps)
  await opened.close()
  expect(all.flatMap(({ files }) => files.map(({ path }) => path)).some((path) => path.includes('..'))).toBe(false) // prettier-ignore
})

test('what cannot be collected is a problem with its reason until it can', async () => {
  await writeFile(join(folder, 'x.tar'), tar([{ path: 'a', content: 'x'.repeat(5_000) }]))
  const small = { limits: { packedBytes: 10 } }
  expect(await run('x.tar', small)).toMatchObject({ seen: 0, problems: { INPUT_TOO_LARGE: 1 } })
  expect(await run('x.tar', small)).toMatchObject({ problems: { INPUT_TOO_LARGE: 1 } })
  const { problems } = await readQuarantine(into)
  expect(problems).toMatchObject([{ kind: 'archive', reason: expect.stringContaining('packedBytes') as string }]) // prettier-ignore
  expect(await run('x.tar')).toMatchObject({ seen: 1, problems: {} })
})

test('a folder of somebody else, and a source that is not there, are refused before anything is written', async () => {
  await writeSkill(folder, 'wild/a', 'x')
  await mkdir(into)
  await writeFile(join(into, 'mine.txt'), 'x')
  await expect(run('wild')).rejects.toMatchObject({ code: 'OUTPUT_FAILED' })
  expect(await readdir(into)).toEqual(['mine.txt'])
  const sources = [join(folder, 'none/at/all')]
  await expect(run('', { folder: join(folder, 'new'), sources })).rejects.toMatchObject({ code: 'INPUT_NOT_FOUND' }) // prettier-ignore
  expect(await readdir(folder)).not.toContain('new')
})
