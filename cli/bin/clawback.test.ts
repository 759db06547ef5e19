import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { afterEach, beforeEach, expect, test } from 'vitest'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'clawback-bin-'))
  await mkdir(join(root, 'bin'))
  await mkdir(join(root, 'dist/bundle'), { recursive: true })
  await writeFile(join(root, 'package.json'), '{"type":"module"}')
  await cp(join(import.meta.dirname, 'clawback.js'), join(root, 'bin/clawback.js'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const write = (path: string, text: string): Promise<void> => writeFile(join(root, 'dist', path), text)
const start = async (): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'bin/clawback.js')])
  return stdout.trim()
}

test('what was built after the bundle is what runs', async () => {
  await write('main.js', "console.log('modules')")
  expect(await start()).toBe('modules')
  await write('part.tsbuildinfo', '')
  await write('bundle/main.js', "console.log('bundle')")
  await write('bundle/of.json', JSON.stringify(['../part.tsbuildinfo']))
  await utimes(join(root, 'dist/part.tsbuildinfo'), 1000, 1000)
  expect(await start()).toBe('bundle')
  await utimes(join(root, 'dist/bundle/of.json'), 500, 500)
  expect(await start()).toBe('modules')
})

test('a bundle of parts that are not here is not used', async () => {
  await write('main.js', "console.log('modules')")
  await write('bundle/main.js', "console.log('bundle')")
  await write('bundle/of.json', JSON.stringify(['../gone.tsbuildinfo']))
  expect(await start()).toBe('modules')
})

test('what is not built says how to build it', async () => {
  await expect(start()).rejects.toThrow(/mend: {2}npm run build/)
})
