/**
 * Ordinary skills, servers, lists of tools and workspaces on topics that scanners flag wrongly, written by people who had
 * not seen the rules. None is flagged. Nothing is executed.
 */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openJudged } from './judged.js'
import type { Files, Judged } from './judged.js'

const all = (await readFile(new URL('../../datasets/ordinary.ndjson', import.meta.url), 'utf8'))
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { readonly id: string; readonly files: Files })
let judged: Judged
beforeAll(async () => {
  judged = await openJudged()
})
afterAll(() => judged.close())

test.each(all)('$id', async ({ files }) => {
  expect(await judged.verdict(files)).toMatchObject({ label: 'benign' })
})

test('there are skills and servers', () => {
  expect(all.filter(({ id }) => id.startsWith('ordinary-skill-'))).toHaveLength(103)
  expect(all.filter(({ id }) => id.startsWith('ordinary-server-'))).toHaveLength(54)
})
