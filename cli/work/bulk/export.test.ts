import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '@clawback/lab'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { runCli } from '../../cli.js'

let folder = ''
let said = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'export-'))
  const store = await openStore(join(folder, 'store.sqlite'))
  await store.ledger.run(
    "INSERT INTO examination VALUES ('sha256:a', 'one', 'skill', 'benign', 0, 'static', '2026-01-01T00:00:00Z', x'', '', 0)",
  )
  await store.close()
  said = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text)
    return true
  })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true })
})

const call = (...more: string[]): Promise<number> => runCli(['bulk', 'export', '--store', folder, ...more])

test('a file is written beside its name and takes it when it is whole', async () => {
  const path = join(folder, 'out.ndjson')
  await writeFile(path, 'old')
  expect(await call('--format', 'ndjson', '-o', path)).toBe(0)
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ artifact: 'sha256:a', name: 'one' })
  expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([])
  expect(said).toBe('exported 1 artifacts as ndjson\n')
})

test('what breaks on the way leaves the file as it was', async () => {
  const path = join(folder, 'out.json')
  await writeFile(path, 'old')
  // The examination has no body, which formats of findings need.
  expect(await call('--format', 'stix', '-o', path)).not.toBe(0)
  expect(await readFile(path, 'utf8')).toBe('old')
  expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([])
})

test.each(['ndjson', 'csv', 'parquet', 'sarif', 'stix', 'ocsf'])(
  'nothing selected is still a whole %s, and said',
  async (format) => {
    const path = join(folder, 'out')
    expect(await call('--format', format, '--name', 'nobody', '-o', path)).toBe(0)
    expect(said).toBe(`exported 0 artifacts as ${format}\n`)
    await readFile(path)
  },
)

test('a format that there is not is wrong use, and those there are are named', async () => {
  expect(await call('--format', 'xlsx')).toBe(2)
  for (const format of ['ndjson', 'csv', 'parquet', 'sarif', 'stix', 'ocsf']) expect(said).toContain(format)
})

test('the store itself is not written over', async () => {
  expect(await call('--format', 'csv', '-o', join(folder, 'store.sqlite'))).toBe(2)
  expect(await call('--format', 'csv', '-o', join(folder, 'out'))).toBe(0)
})

test('a store that is not there is told', async () => {
  expect(await runCli(['bulk', 'export', '--store', join(folder, 'none'), '--format', 'csv'])).toBe(3)
})
