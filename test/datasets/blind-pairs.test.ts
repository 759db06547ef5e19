/**
 * Skills and servers in pairs, written in fourteen rounds by people who had not seen the rules: one hides an attack in a plausible product, its twin is
 * the same product without it. What is told of them, and what is not; a verdict that changes shows here. Nothing is executed.
 */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openJudged } from './judged.js'
import type { Files, Judged } from './judged.js'

interface One {
  readonly id: string
  readonly label: 'malicious' | 'benign'
  readonly verdict: string
  readonly files: Files
}

const all = (await readFile(new URL('../../datasets/blind-pairs.ndjson', import.meta.url), 'utf8'))
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as One)
let judged: Judged
beforeAll(async () => {
  judged = await openJudged()
})
afterAll(() => judged.close())

test.each(all)('$id: $verdict', async ({ verdict, files }) => {
  expect((await judged.verdict(files)).label).toBe(verdict)
})

test('of the pairs more than half are told, and few of the twins', () => {
  const flagged = (label: One['label'], verdicts: readonly string[]): number =>
    all.filter((one) => one.label === label && verdicts.includes(one.verdict)).length
  expect(all).toHaveLength(1492)
  expect(flagged('malicious', ['suspicious', 'malicious'])).toBeGreaterThan(580)
  expect(flagged('benign', ['suspicious', 'malicious'])).toBeLessThan(5)
})
