/** Skills written in Ruby, half a dozen hostile and ten ordinary ones, judged by the packs as shipped. Nothing is executed. */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openJudged } from './judged.js'
import type { Files, Judged } from './judged.js'

const all = (await readFile(new URL('../../datasets/ruby.ndjson', import.meta.url), 'utf8'))
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { readonly id: string; readonly files: Files })
let judged: Judged
beforeAll(async () => {
  judged = await openJudged()
})
afterAll(() => judged.close())

test.each(all.filter(({ id }) => id.startsWith('ruby-attack-')))('$id', async ({ files }) => {
  expect(['suspicious', 'malicious']).toContain((await judged.verdict(files)).label)
})

test.each(all.filter(({ id }) => id.startsWith('ruby-ordinary-')))('$id', async ({ files }) => {
  expect(await judged.verdict(files)).toMatchObject({ label: 'benign' })
})

test('there are both', () => {
  expect(all).toHaveLength(16)
})
