/**
 * Skills that bring programs in PHP: thefts and back doors of our own, told, and ordinary work, which is not flagged. Nothing is
 * executed.
 */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openJudged } from './judged.js'
import type { Files, Judged } from './judged.js'

const all = (await readFile(new URL('../../datasets/php-skills.ndjson', import.meta.url), 'utf8'))
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { readonly id: string; readonly files: Files })
let judged: Judged
beforeAll(async () => {
  judged = await openJudged()
})
afterAll(() => judged.close())

test.each(all)('$id', async ({ id, files }) => {
  const { label, because } = await judged.verdict(files)
  const told = id.startsWith('hostile-') ? ['suspicious', 'malicious'] : ['benign']
  expect(told, JSON.stringify(because)).toContain(label)
})
