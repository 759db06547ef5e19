import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'

import { importFiles } from './import-nova.js'

afterEach(() => vi.restoreAllMocks())

test('rules go into the folder once; a refused one is said with its place and makes the exit 1', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nova-'))
  const said: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0)
  try {
    const file = join(folder, 'Two Rules.nov')
    await writeFile(
      file,
      'rule Good\n{\n  keywords:\n    $a = "one"\n  condition:\n    $a\n}\nrule Judged\n{\n  llm:\n    $l = "Is it?" (0.1)\n  condition:\n    llm.$l\n}\n',
    )
    const into = join(folder, 'pack')
    expect(await importFiles({ files: [file], into, tag: [], json: false })).toBe(1)
    expect(await readdir(join(into, 'rules'))).toEqual(['nova-two-rules.yml'])
    expect(await readdir(join(into, 'cases'))).toEqual(['nova-good.yml'])
    expect(said.join('')).toContain(`${file}:13:1: Judged: nothing is left without a judge`)
    await expect(importFiles({ files: [file], into, tag: [], json: false })).rejects.toMatchObject({
      code: 'USAGE',
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
