/**
 * One small program for each way in which a program can send something and for each place in which secrets lie; for each in which it
 * runs what it fetched, or stays; and one line of a shell in each kind of file that something takes commands from: what is
 * told of them and what is not. A package, a command or a file that packs do not know hides all that goes through it. Nothing is executed.
 */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openJudged } from './judged.js'
import type { Judged } from './judged.js'

interface Way {
  readonly id: string
  readonly file: string
  readonly text: string
  /** Whether the program is at least suspicious. */
  readonly told: boolean
}

const [out, into] = await Promise.all(
  ['ways-out', 'ways-in'].map(async (name) =>
    (await readFile(new URL(`../../datasets/${name}.ndjson`, import.meta.url), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Way),
  ),
)
const ways = [...(out ?? []), ...(into ?? [])]
const kinds = [...new Set(ways.map(kindOf))]
let judged: Judged
beforeAll(async () => {
  judged = await openJudged()
})
afterAll(() => judged.close())

/** `send-py` of `send-py-post`. */
function kindOf({ id }: Way): string {
  return id.split('-', 2).join('-')
}

/** Long enough that a host which it does not name is one of which nothing else speaks; it does say that something is sent. */
const page = (file: string): string =>
  `---\nname: diary\ndescription: Keeps a garden diary.\n---\n# Diary\nRun ${file}. Entries may be sent to a server.\n\n${'This page explains how the tool keeps a small garden diary, what it needs, and how its output is read by people.\n\n'.repeat(14)}`

test.each(kinds)('%s', { timeout: 60_000 }, async (kind) => {
  const all = ways.filter((way) => kindOf(way) === kind)
  const untold: string[] = []
  for (const { id, file, text } of all) {
    const { label } = await judged.verdict({ 'SKILL.md': page(file), [file]: text })
    if (label !== 'suspicious' && label !== 'malicious') untold.push(id)
  }
  expect(untold).toEqual(all.filter(({ told }) => !told).map(({ id }) => id))
})

test('most ways are told', () => {
  const share = (some: readonly Way[] = []): number => some.filter(({ told }) => told).length / some.length
  expect(out?.length).toBeGreaterThan(650)
  expect(share(out)).toBeGreaterThan(0.88)
  expect(into?.length).toBeGreaterThan(250)
  expect(share(into)).toBeGreaterThan(0.93)
})
