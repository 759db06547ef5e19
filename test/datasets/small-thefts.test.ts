/**
 * Small thefts and break-ins of our own, each in as few lines as it takes: what reading and the shipped packs tell of them. What is
 * not told is listed too, so that the day it is told shows. Nothing is executed.
 */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openJudged } from './judged.js'
import type { Files, Judged } from './judged.js'

interface Theft {
  readonly what: string
  readonly told: boolean
  readonly files: Files
}

const thefts = (await readFile(new URL('../../datasets/small-thefts.ndjson', import.meta.url), 'utf8'))
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Theft)
let judged: Judged
beforeAll(async () => {
  judged = await openJudged()
})
afterAll(() => judged.close())

test.each(thefts)('$what: told $told', async ({ told, files }) => {
  const { label, because } = await judged.verdict(files)
  expect(['suspicious', 'malicious'].includes(label), JSON.stringify(because)).toBe(told)
})
