import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openDestination } from './destination.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'destination-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('the file before stays until the new one is whole, and nothing else is left', async () => {
  const path = join(folder, 'out.sarif')
  await writeFile(path, 'old')
  const file = await openDestination(path)
  expect(await readFile(path, 'utf8')).toBe('old')
  await file.commit('new')
  await file.discard()
  expect(await readFile(path, 'utf8')).toBe('new')
  expect(await readdir(folder)).toEqual(['out.sarif'])
})

it('what is discarded leaves nothing', async () => {
  const file = await openDestination(join(folder, 'out'))
  await file.discard()
  await file.discard()
  expect(await readdir(folder)).toEqual([])
})

it('a place that cannot be written is known before the work', async () => {
  await mkdir(join(folder, 'taken'))
  for (const path of [join(folder, 'taken'), join(folder, 'none', 'out')])
    await expect(openDestination(path)).rejects.toMatchObject({ code: 'OUTPUT_FAILED', exitCode: 4 })
})

it('a file that vanishes under our hands is a typed error', async () => {
  const file = await openDestination(join(folder, 'out'))
  for (const name of await readdir(folder)) await rm(join(folder, name))
  await expect(file.commit('x')).rejects.toMatchObject({ code: 'OUTPUT_FAILED' })
})

it('a device is written as it is', async () => {
  await (await openDestination('/dev/null')).commit('x')
})
