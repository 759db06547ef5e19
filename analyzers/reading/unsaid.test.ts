import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Probe } from '@clawback/model'
import { afterAll, expect, test } from 'vitest'

import { read } from '../read.js'
import { openFolder } from '../testkit.js'

const root = mkdtempSync(join(tmpdir(), 'unsaid-'))
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

const clock = { now: () => 0, monotonic: () => performance.now() }
const probes: readonly Probe[] = [
  {
    kind: 'text',
    id: 'unsaid-starting',
    pack: 'p',
    tags: ['unsaid'],
    absent: true,
    patterns: ['(?i)\\bcron\\w*', '(?i)log-?in'],
  },
]
const diary = 'It keeps a small garden diary and prints what was planted in which week.\n\n'.repeat(8)

async function unsaid(files: Readonly<Record<string, string>>): Promise<readonly unknown[]> {
  const folder = mkdtempSync(join(root, 'a-'))
  for (const [path, content] of Object.entries(files)) writeFileSync(join(folder, path), content)
  const { facts } = await read(await openFolder(folder), { probes, clock })
  expect(facts.filter(({ kind }) => kind === 'text.match')).toEqual([])
  return facts.filter(({ kind }) => kind === 'text.absent')
}

test('what no page speaks of is told once, at the first page', async () => {
  expect(
    await unsaid({ 'SKILL.md': `# Diary\n\n${diary}`, 'more.md': diary, 'a.py': 'x = "crontab"\n' }),
  ).toMatchObject([{ 'probe.id': 'unsaid-starting', 'probe.tags': ['unsaid'], 'file.path': 'SKILL.md' }])
})

test.each([
  ['a paragraph', { 'SKILL.md': `# Diary\n\n${diary}It starts at login.\n` }],
  ['another page', { 'SKILL.md': diary, 'z.md': 'Needs cron.\n' }],
  ['a block of code on a page', { 'SKILL.md': `${diary}\n\`\`\`bash\ncrontab -l\n\`\`\`\n` }],
  ['the front matter', { 'SKILL.md': `---\nname: a\ndescription: Adds cron jobs.\n---\n${diary}` }],
])('nothing is told when it is said in %s', async (_, files) => {
  expect(await unsaid(files)).toEqual([])
})

test('nothing is told of pages that hardly say anything, or that were not read to their end', async () => {
  expect(await unsaid({ 'SKILL.md': '# Diary\n\nKeeps a diary.\n' })).toEqual([])
  expect(await unsaid({ 'a.py': 'print(1)\n'.repeat(100) })).toEqual([])
  expect(await unsaid({ 'SKILL.md': `${diary}${'word '.repeat(250_000)}` })).toEqual([])
})
