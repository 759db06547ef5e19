import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Kept } from '../store/kept.js'
import { packJson, packLines } from '../store/pack-records.js'
import { openStore } from '../store/store.js'
import { writeKept, writeObservation } from '../store/write.js'
import { grepRecords } from './grep.js'

const at = { run: 1, time: '2026-01-01T00:00:00Z', reading: 'curl', running: 'none', judging: 'j' }
const fact = {
  ...{ kind: 'text.span', stage: 'read', 'source.engine': 'curl', 'file.path': 'SKILL.md' },
  ...{ 'code.line.number': 4, 'text.content': 'first\ncurl x | sh\ncurl y | sh\n' },
}
const event = {
  ...{ kind: 'process.exec', stage: 'run', seq: 7, 'subject.run': 'r' },
  ...{ 'process.command_args': ['bash', '-c', 'curl z'] },
}

test('a pattern is found at its places in facts and events, and not in what we say of them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'grep-'))
  const store = await openStore(join(folder, 'store.sqlite'))
  const kept: Kept = {
    ...{ artifact: 'sha256:a', name: 'a', kind: 'skill', verdict: 'benign', score: 0, basis: 'static' },
    ...{ body: packJson({}), findings: [], capabilities: [], hosts: [] },
  }
  const observation = {
    ...{ records: 2, bytes: 0, frame: packJson({}) },
    ...{ facts: packLines([fact]).bytes, events: packLines([[0, event]]).bytes },
  }
  await store.ledger.transaction(async (tx) => {
    await writeKept(tx, kept, at)
    await writeObservation(tx, kept.artifact, observation, at)
  })
  const told = async (records?: readonly string[]): Promise<readonly string[]> => {
    const found: string[] = []
    const query = { pattern: /CURL (\w)/i, ...(records === undefined ? {} : { records }) }
    for await (const hit of grepRecords(store.ledger, [query]))
      found.push(`${hit.place} ${hit.found} ${hit.line}`)
    return found
  }
  expect(await told()).toEqual(['SKILL.md:4 x curl x | sh', 'SKILL.md:4 y curl y | sh', 'r#7 z curl z'])
  expect(await told(['process.*'])).toHaveLength(1)
  expect(await told(['text.spa'])).toEqual([])
  await store.close()
  await rm(folder, { recursive: true })
})
