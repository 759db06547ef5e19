import { chmod, mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { intake } from '@clawback/analyzers'
import type { Intake } from '@clawback/analyzers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { encodePacket } from './packet.js'
import { openPacked } from '../open-packed.js'
import { packSample, unpackSample } from './sample.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sample-'))
  for (const name of ['there/one/scripts/empty', 'home']) await mkdir(join(folder, name), { recursive: true })
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function seen(locator: string): Promise<readonly unknown[]> {
  return await told(await intake(locator, { workdir: folder }))
}

/** The same of what came packed, and whether it was laid out for that. */
async function seenPacked(
  blob: Uint8Array,
  name: string,
): Promise<{ readonly seen: readonly unknown[]; readonly laid: boolean }> {
  let laid = false
  const taken = await openPacked(blob, join(folder, 'far', name), { workdir: folder }, () => {
    laid = true
    return Promise.resolve()
  })
  const seen = await told(taken)
  expect(await readdir(folder)).not.toContain('far')
  return { seen, laid }
}

async function told(taken: Intake): Promise<readonly unknown[]> {
  const told = taken.artifacts.map(({ artifact: { id, name, kind, files, links } }) => ({
    id,
    name,
    kind,
    files,
    links,
  }))
  await taken.close()
  return told
}

test('a folder that was sent is the same artifact', async () => {
  const here = join(folder, 'there/one')
  await writeFile(join(here, 'SKILL.md'), '---\nname: one\ndescription: x\n---\ntext')
  await writeFile(join(here, 'scripts/run.sh'), 'echo 1')
  await chmod(join(here, 'scripts/run.sh'), 0o755)
  await writeFile(Buffer.concat([Buffer.from(`${here}/`), Buffer.from([0xe9, 0x20, 0x41])]), 'no utf-8')
  await symlink('/etc/passwd', join(here, 'link'))
  const blob = await packSample(here)
  const there = unpackSample(blob, join(folder, 'home'), 'one')
  expect(await seen(there)).toEqual(await seen(here))
  expect(await seenPacked(blob, 'one')).toEqual({ seen: await seen(here), laid: false })
  await utimes(join(here, 'SKILL.md'), 1, 1)
  expect(await packSample(there)).toEqual(blob)
})

test.each([
  ['a working copy', '.git/HEAD', true],
  ['what is nested too deep', `${'d/'.repeat(40)}a.md`, true],
  ['a skill below a folder', 'skills/one/SKILL.md', false],
  ['an empty file', 'empty.md', false],
])('%s that came packed is what it was', async (_, path, laid) => {
  const here = join(folder, 'there/one')
  await mkdir(dirname(join(here, path)), { recursive: true })
  await writeFile(join(here, path), path === 'empty.md' ? '' : 'text')
  await writeFile(join(here, 'note.md'), 'text')
  expect(await seenPacked(await packSample(here), 'one')).toEqual({ seen: await seen(here), laid })
})

test('a file that was sent is the same artifact', async () => {
  await writeFile(join(folder, 'there/one.md'), 'text')
  expect(await seenPacked(await packSample(join(folder, 'there/one.md')), 'one.md')).toEqual({
    seen: await seen(join(folder, 'there/one.md')),
    laid: true,
  })

  await writeFile(join(folder, 'there/note.md'), 'text')
  const there = unpackSample(await packSample(join(folder, 'there/note.md')), join(folder, 'home'), 'note.md')
  expect(await seen(there)).toEqual(await seen(join(folder, 'there/note.md')))
})

const file = { type: 'file', executable: false, bytes: Buffer.from('x') }
const link = { type: 'link', target: '..' }
test.each([
  ['a path that climbs', [{ ...file, path: '../out' }]],
  ['an absolute path', [{ ...file, path: '/out' }]],
  [
    'a file below a link',
    [
      { ...link, path: 'a' },
      { ...file, path: 'a/out' },
    ],
  ],
  [
    'a link below a link',
    [
      { ...link, path: 'a' },
      { ...link, path: 'a/out' },
    ],
  ],
  [
    'one path twice',
    [
      { ...file, path: 'a' },
      { ...file, path: 'a' },
    ],
  ],
  [
    'a file that is a folder',
    [
      { ...file, path: 'a/b' },
      { ...file, path: 'a' },
    ],
  ],
  ['a path with a zero', [{ ...file, path: 'a\0b' }]],
  ['an entry of no kind', [{ type: 'device', path: 'a' }]],
])('a blob with %s is refused and leaves nothing outside', async (_, entries) => {
  const blob = encodePacket({ isFolder: true, entries })
  expect(() => unpackSample(blob, join(folder, 'home'), 'one')).toThrow(
    expect.objectContaining({ code: 'INPUT_MALFORMED' }),
  )
  await expect(openPacked(blob, join(folder, 'far/one'), { workdir: folder })).rejects.toMatchObject({
    code: 'INPUT_MALFORMED',
  })
  expect((await readdir(folder)).sort()).toEqual(['home', 'there'])
  expect((await readdir(join(folder, 'home'))).filter((name) => name !== 'one')).toEqual([])
})

test.each(['..', '.', '', 'a/b', 'a\0'])('the name %j is refused', (name) => {
  const blob = encodePacket({ isFolder: true, entries: [] })
  expect(() => unpackSample(blob, join(folder, 'home'), name)).toThrow(
    expect.objectContaining({ code: 'INPUT_MALFORMED' }),
  )
})

test('nothing is not found', async () => {
  await expect(packSample(join(folder, 'none'))).rejects.toMatchObject({ code: 'INPUT_NOT_FOUND' })
})
