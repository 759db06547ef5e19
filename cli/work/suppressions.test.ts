import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { defaultFile } from './arguments.js'
import { loadSuppressions } from './suppressions.js'

const text = 'suppressions:\n  - { rule: r, path: a, reason: x, expires: 2027-01-31 }\n'
const before = process.cwd()
let folder = ''
const said: string[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'suppressions-'))
  await mkdir(join(folder, 'skill'))
  process.chdir(folder)
  said.length = 0
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => said.push(String(line)) > 0)
})
afterEach(async () => {
  vi.restoreAllMocks()
  process.chdir(before)
  await rm(folder, { recursive: true })
})

it('the file of this folder holds, and none is needed', async () => {
  expect(await loadSuppressions({ paths: ['skill'] })).toEqual([])
  await writeFile(defaultFile, text)
  expect(await loadSuppressions({ paths: ['skill', 'npm:x'] })).toMatchObject([
    { rule: 'r', source: `${defaultFile}:2` },
  ])
  expect(await loadSuppressions({ paths: ['skill'], suppressions: false })).toEqual([])
  expect(said).toEqual([])
})

it('a sample does not speak for itself, unless its file is named', async () => {
  await writeFile(defaultFile, text)
  for (const path of ['.', '..', folder, defaultFile])
    expect(await loadSuppressions({ paths: [path] })).toEqual([])
  expect(said).toHaveLength(4)
  expect(said[0]).toContain('--suppressions')
  expect(await loadSuppressions({ paths: ['.'], suppressions: defaultFile })).toHaveLength(1)
})

it('a file that was named must be there, and whole', async () => {
  await expect(loadSuppressions({ paths: [], suppressions: 'none.yml' })).rejects.toMatchObject({
    code: 'INPUT_NOT_FOUND',
  })
  await writeFile(defaultFile, 'suppressions: 1')
  await expect(loadSuppressions({ paths: ['skill'] })).rejects.toMatchObject({ code: 'INPUT_MALFORMED' })
})
