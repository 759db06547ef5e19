import { mkdtemp, mkdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeSkill, writeSkills } from '../testing/corpus.js'
import { findSources } from './corpus.js'
import { holdFolder } from './hold.js'
import { stampOf } from './stamp.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corpus-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('a folder gives its artifacts, named after it and their paths', async () => {
  await writeSkills(join(folder, 'wild'), ['x/one', 'two'])
  expect(await findSources([join(folder, 'wild')])).toEqual([
    { id: 'wild/two', collection: 'wild', locator: join(folder, 'wild/two') },
    { id: 'wild/x/one', collection: 'wild', locator: join(folder, 'wild/x/one') },
  ])
})

test('a folder without any artifact is no corpus, and nothing is nothing', async () => {
  await mkdir(join(folder, 'empty'))
  await expect(findSources([join(folder, 'empty')])).rejects.toMatchObject({ code: 'INPUT_UNSUPPORTED' })
  await expect(findSources([join(folder, 'none')])).rejects.toMatchObject({ code: 'INPUT_NOT_FOUND' })
})

test('two corpora of one name would be taken for one another', async () => {
  await writeSkills(folder, ['a/wild/one', 'b/wild/one'])
  const both = [join(folder, 'a/wild'), join(folder, 'b/wild')]
  await expect(findSources(both)).rejects.toMatchObject({ code: 'USAGE' })
})

test('a manifest names samples below its folder or a root, with what is said of them', async () => {
  const path = join(folder, 'labels.ndjson')
  await mkdir(join(folder, 'wild'))
  const lines = [
    { corpus: 'wild', path: 'one', label: 'benign', family: 'F1', sha256: 'ab' },
    { corpus: 'elsewhere', path: 'two' },
    { path: 'npm:some-server', label_source: 'x', label: 'malicious' },
  ]
  await writeFile(path, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n\n`)
  expect(await findSources([path])).toEqual([
    {
      ...{ id: 'wild/one', collection: 'wild', locator: join(folder, 'wild/one') },
      ...{ label: 'benign', labelled: 'labels', family: 'F1', sha256: 'ab' },
    },
    { id: 'elsewhere/two', collection: 'elsewhere', locator: join(folder, 'two') },
    {
      ...{ id: 'labels/npm:some-server', collection: 'labels', locator: 'npm:some-server' },
      ...{ label: 'malicious', labelled: 'x' },
    },
  ])
})

test.each([
  ['not JSON', '{', 'not JSON'],
  ['no path', '{"label":"x"}', 'no path'],
  ['a path that climbs', '{"path":"../secrets"}', 'leaves'],
  ['an absolute path', '{"path":"/etc"}', 'leaves'],
  ['a corpus that climbs', '{"path":"x","corpus":"../.."}', 'leaves'],
  ['a label of the wrong type', '{"path":"x","label":3}', 'label is not text'],
])('a manifest with %s is refused at its line', async (_, line, detail) => {
  const path = join(folder, 'bad.ndjson')
  await writeFile(path, `{"path":"fine"}\n${line}\n`)
  await expect(findSources([path])).rejects.toMatchObject({
    code: 'INPUT_MALFORMED',
    message: expect.stringMatching(new RegExp(`bad.ndjson:2: .*${detail}`)) as string,
  })
})

test('a stamp changes with the bytes, even when the time is put back', async () => {
  await writeSkill(folder, 'one', 'as it was')
  const path = join(folder, 'one', 'SKILL.md')
  const [before, { atime, mtime, size }] = [stampOf(join(folder, 'one')), await stat(path)]
  expect(stampOf(join(folder, 'one'))).toBe(before)
  await writeFile(path, 'x'.repeat(size))
  await utimes(path, atime, mtime)
  expect(stampOf(join(folder, 'one'))).not.toBe(before)
  expect(stampOf(join(folder, 'none'))).toBe('unreadable ENOENT')
})

test('one run at a time holds a folder', async () => {
  const letGo = await holdFolder(folder)
  await expect(holdFolder(folder)).rejects.toMatchObject({
    code: 'STORE_BUSY',
    exitCode: 4,
    message: expect.stringContaining(basename(folder)) as string,
  })
  await letGo()
  await (
    await holdFolder(folder)
  )()
})
