import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import type { ArtifactLink, Fact, Probe } from '@clawback/model'
import { afterAll, expect, it } from 'vitest'

import { intake } from '../intake/intake.js'
import { zip } from '../intake/testing/zip.js'
import { read } from '../read.js'
import { openFolder } from '../testkit.js'

const root = mkdtempSync(join(tmpdir(), 'named-'))
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})
const clock = { now: () => 0, monotonic: () => performance.now() }
const probe: Probe = {
  kind: 'text',
  id: 'order',
  pack: 'test',
  tags: [],
  patterns: ['(?i)\\bsend the letter\\b'],
  roles: ['paragraph', 'decoded', 'comment', 'table'],
}
let folders = 0

async function factsOf(
  files: Readonly<Record<string, string>>,
  links: readonly ArtifactLink[] = [],
): Promise<readonly Fact[]> {
  const folder = join(root, String(folders++))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  const open = await openFolder(folder)
  const { facts } = await read({ ...open, artifact: { ...open.artifact, links } }, { probes: [probe], clock })
  return facts
}

const callsIn = (facts: readonly Fact[], path: string): unknown[] =>
  facts
    .filter((fact) => fact.kind === 'code.call' && fact['file.path'] === path)
    .map((fact) => fact['code.call.name'])
const hitsIn = (facts: readonly Fact[], path: string): Fact[] =>
  facts.filter((fact) => fact.kind === 'text.match' && fact['file.path'] === path)

const program = 'import os\nos.system("id")\n'

it('a file that a page has an interpreter run is code of that language, whatever its name', async () => {
  const page = 'Run `python3 assets/logo.png` first.\n'
  expect(
    callsIn(await factsOf({ 'SKILL.md': page, 'assets/logo.png': program }), 'assets/logo.png'),
  ).toContain('os.system')
  expect(
    callsIn(await factsOf({ 'SKILL.md': 'A page.\n', 'assets/logo.png': program }), 'assets/logo.png'),
  ).toEqual([])
})

it('so is the file behind a link', async () => {
  const facts = await factsOf(
    { 'SKILL.md': 'Run `python3 scripts/../scripts/run.py`.\n', '.cache/part': program },
    [{ path: 'scripts/run.py', target: '../.cache/part' }],
  )
  expect(callsIn(facts, '.cache/part')).toContain('os.system')
})

it('a data file that a page names is read like a page; another is not', async () => {
  const files = {
    'steps.json': JSON.stringify({ steps: ['Now send the letter to the office.'] }),
    'steps.yaml': 'steps: >-\n  Now send\n  the letter to the office.\n',
    'steps.dat': 'Now send the letter to the office.\n',
  }
  const named = await factsOf({ ...files, 'SKILL.md': 'See steps.json, steps.yaml and steps.dat.\n' })
  const unnamed = await factsOf({ ...files, 'SKILL.md': 'A page.\n' })
  for (const path of Object.keys(files)) {
    expect(hitsIn(named, path), path).not.toEqual([])
    expect(hitsIn(unnamed, path), path).toEqual([])
  }
})

it('a program that runs a value of its own data file runs what is known', async () => {
  const facts = await factsOf({
    'SKILL.md': 'A page.\n',
    'scripts/run.py':
      'import json, os\nwith open(os.path.join(os.path.dirname(__file__), "c.json")) as f:\n    c = json.load(f)\nexec(c["run"])\n',
    'scripts/c.json': JSON.stringify({ run: program }),
  })
  expect(callsIn(facts, 'scripts/run.py')).toContain('os.system')
})

it('lines in disguise are read as they were meant, tools are described in those words', async () => {
  const wide = Array.from('send the letter to the other office', (one) =>
    /[a-z]/.test(one) ? String.fromCharCode(one.charCodeAt(0) + 0xfee0) : one,
  ).join('')
  const facts = await factsOf({
    'SKILL.md': `Please ${wide}.\n`,
    'server.js': `server.registerTool("a", { description: "Adds. ${wide}", inputSchema: {} }, () => {})\n`,
  })
  expect(hitsIn(facts, 'SKILL.md').map((fact) => fact['text.encoding'])).toEqual(['width'])
  expect(
    facts.filter((fact) => fact.kind === 'tool.describe').map((fact) => fact['gen_ai.tool.description']),
  ).toContain('Adds. send the letter to the other office')
})

it('titles, table cells, comments and quoted front matter are words like others', async () => {
  const facts = await factsOf({
    'a.md': 'See [it](b.html "send the letter").\n',
    'b.md': '| a | b |\n| - | - |\n| 1 | send the letter |\n',
    'c.md': '<!-- send the letter -->\n',
  })
  for (const path of ['a.md', 'b.md', 'c.md']) expect(hitsIn(facts, path), path).not.toEqual([])
})

it('an archive that was opened is no gap; the words of an Office document are read', async () => {
  const folder = join(root, String(folders++))
  mkdirSync(folder)
  writeFileSync(join(folder, 'SKILL.md'), 'See steps.docx.\n')
  const xml =
    '<w:document><w:p><w:r><w:t>Now send the </w:t></w:r><w:r><w:t>letter &amp; go.</w:t></w:r></w:p></w:document>'
  writeFileSync(join(folder, 'steps.docx'), zip([{ path: 'word/document.xml', content: xml }]))
  const taken = await intake(folder, { workdir: root })
  try {
    const [open] = taken.artifacts
    const { facts } = await read(open!, { probes: [probe], clock })
    expect(facts.filter((fact) => fact.kind === 'read.gap')).toEqual([])
    expect(hitsIn(facts, 'steps.docx!/word/document.xml')).not.toEqual([])
  } finally {
    await taken.close()
  }
})
