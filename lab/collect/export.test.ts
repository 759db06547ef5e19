import { execFileSync, spawnSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { writeSkill } from '../testing/corpus.js'
import { collect } from './collect.js'
import { exportQuarantine } from './export.js'

// scripts/test installs it.
const hasAge = spawnSync('age', ['--version']).status === 0
let folder = ''
let quarantine = ''
let output = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'export-'))
  quarantine = join(folder, 'q')
  output = join(folder, 'out')
  await writeSkill(folder, 'wild/a', 'x')
  const terms = { history: false, most: 1, limits: {}, said: {}, clock: { now: () => 0, monotonic: () => 0 } }
  await collect({ folder: quarantine, sources: [join(folder, 'wild')], ...terms })
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

async function unzip(password?: string): Promise<Readonly<Record<string, string>>> {
  const zip = new ZipReader(new BlobReader(new Blob([await readFile(output)])), { useWebWorkers: false })
  const found: Record<string, string> = {}
  for (const entry of await zip.getEntries())
    if (!entry.directory)
      found[entry.filename] = await entry.getData(new TextWriter(), password === undefined ? {} : { password }) // prettier-ignore
  return found
}

test.each([false, true])('a zip opens with its password and no other (strong: %s)', async (strong) => {
  await exportQuarantine({ folder: quarantine, output, password: 'infected', strong })
  const found = await unzip('infected')
  const names = Object.keys(found)
  expect(names[0]).toBe('manifest.ndjson')
  expect(names.slice(1)).toEqual([expect.stringMatching(/^blobs\/sha256\/..\/[0-9a-f]{64}$/)])
  expect(found['manifest.ndjson']).toBe(await readFile(join(quarantine, 'manifest.ndjson'), 'utf8'))
  await expect(unzip()).rejects.toThrow()
  await expect(unzip('other')).rejects.toThrow()
})

test('age is given the recipients and the zip; without age there is a mend', async () => {
  const bin = join(folder, 'bin')
  await mkdir(bin)
  vi.stubEnv('PATH', bin)
  const age = ['age1one', 'age1two']
  await expect(exportQuarantine({ folder: quarantine, output, age })).rejects.toMatchObject({
    code: 'TOOL_MISSING',
    mend: /Install age/,
  })
  await writeFile(join(bin, 'age'), '#!/bin/sh\necho "$@" > "$0.args"\n/bin/cat > "$2"\n')
  await chmod(join(bin, 'age'), 0o755)
  await exportQuarantine({ folder: quarantine, output, age })
  expect(await readFile(join(bin, 'age.args'), 'utf8')).toMatch(/^--output \S+ --recipient age1one --recipient age1two\n$/) // prettier-ignore
  expect(Object.keys(await unzip())).toHaveLength(2)
})

test.skipIf(!hasAge)('what age wrote opens with the key of either recipient, and no other', async () => {
  const keys = ['one', 'two', 'three'].map((name) => join(folder, `${name}.key`))
  for (const key of keys) execFileSync('age-keygen', ['-o', key], { stdio: 'ignore' })
  const age = keys
    .slice(0, 2)
    .map((key) => execFileSync('age-keygen', ['-y', key], { encoding: 'utf8' }).trim())
  await exportQuarantine({ folder: quarantine, output, age })
  const sealed = await readFile(output)
  expect(sealed.includes('manifest.ndjson')).toBe(false)
  const open = (key: string): Buffer =>
    execFileSync('age', ['--decrypt', '-i', key], { input: sealed, stdio: 'pipe' })
  for (const key of keys.slice(0, 2)) {
    await writeFile(output, open(key))
    const found = await unzip()
    expect(found['manifest.ndjson']).toBe(await readFile(join(quarantine, 'manifest.ndjson'), 'utf8'))
    expect(Object.keys(found)).toHaveLength(2)
  }
  expect(() => open(keys[2] ?? '')).toThrow()
})

test('a failure leaves no half-written file, and what was there', async () => {
  await writeFile(output, 'before')
  await rm(join(quarantine, 'blobs'), { recursive: true })
  const options = { folder: quarantine, output, password: 'infected' }
  await expect(exportQuarantine(options)).rejects.toMatchObject({ code: 'OUTPUT_FAILED' })
  expect(await readFile(output, 'utf8')).toBe('before')
  expect((await readdir(folder)).sort()).toEqual(['out', 'q', 'wild'])
  await expect(exportQuarantine({ folder: quarantine, output })).rejects.toMatchObject({ code: 'USAGE' })
  const age = ['-x']
  await expect(exportQuarantine({ folder: quarantine, output, age })).rejects.toMatchObject({ code: 'USAGE' })
})
