/**
 * Programs in Go of our own, as skills: thefts and break-ins are told by the shipped packs, ordinary ones are benign. Nothing is
 * executed.
 */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openJudged } from './judged.js'
import type { Files, Judged } from './judged.js'

interface Program {
  readonly what: string
  readonly told: boolean
  readonly files: Files
}

const programs = (await readFile(new URL('../../datasets/go-programs.ndjson', import.meta.url), 'utf8'))
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Program)
let judged: Judged
beforeAll(async () => {
  judged = await openJudged()
})
afterAll(() => judged.close())

test.each(programs)('$what: told $told', async ({ told, files }) => {
  const { label, because } = await judged.verdict(files)
  expect(told ? ['suspicious', 'malicious'] : ['benign'], JSON.stringify(because)).toContain(label)
})
