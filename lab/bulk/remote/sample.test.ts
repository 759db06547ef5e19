import { chmod, mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { intake } from '@clawback/analyzers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { encodePacket } from './packet.js'
import { packSample, unpackSample } from './sample.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sample-'))
  for (const name of ['there/one/scripts/empty', 'home']) await mkdir(join(folder, name), { recursive: true })
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function seen(locator: string): Promise<readonly unknown[]> {
  const taken = await intake(locator, { workdir: folder })
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
  await utimes(join(here, 'SKILL.md'), 1, 1)
  expect(await packSample(there)).toEqual(blob)
})

test('a file that was sent is the same artifact', async () => {
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
