import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '@clawback/lab'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { runCli } from '../cli.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'learn-'))
  await (await openStore(join(folder, 'store.sqlite'))).close()
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true })
})

test.each([
  ['neither files nor a store', []],
  ['both', ['a.ndjson', '--store', '.']],
])('%s is wrong use', async (_, args) => {
  expect(await runCli(['learn', ...args])).toBe(2)
})

test('a store without such profiles teaches nothing, and one that is not there is told', async () => {
  expect(await runCli(['learn', '--store', folder])).toBe(2)
  expect(await runCli(['learn', '--store', join(folder, 'none')])).toBe(3)
})
