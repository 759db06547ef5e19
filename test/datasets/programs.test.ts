/**
 * Skills that bring programs in PHP and Ruby: thefts and back doors of our own, told, and ordinary work, which is not flagged. Nothing is
 * executed.
 */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openJudged } from './judged.js'
import type { Files, Judged } from './judged.js'

interface Program {
  readonly id: string
  readonly files: Files
}

async function programs(name: string): Promise<readonly Program[]> {
  const text = await readFile(new URL(`../../datasets/${name}.ndjson`, import.meta.url), 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Program)
}

const [php, ruby] = [await programs('php-skills'), await programs('ruby')]
let judged: Judged
beforeAll(async () => {
  judged = await openJudged()
})
afterAll(() => judged.close())

test.each([...php, ...ruby])('$id', async ({ id, files }) => {
  const { label, because } = await judged.verdict(files)
  const told = /^(?:hostile|ruby-attack)-/.test(id) ? ['suspicious', 'malicious'] : ['benign']
  expect(told, JSON.stringify(because)).toContain(label)
})

test('there are both kinds of both', () => {
  const hostile = (all: readonly Program[]): number =>
    all.filter(({ id }) => /^(?:hostile|ruby-attack)-/.test(id)).length
  expect([php.length, hostile(php)]).toEqual([22, 10])
  expect([ruby.length, hostile(ruby)]).toEqual([16, 6])
})
