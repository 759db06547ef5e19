import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Coverage, RunOutcome } from '@clawback/model'
import { expect, test } from 'vitest'
import type { Kept } from '../store/kept.js'
import { packJson } from '../store/pack-records.js'
import { openStore } from '../store/store.js'
import { writeKept } from '../store/write.js'
import { corpusCoverage } from './coverage.js'

const ran = (name: string, covered: boolean, actor = 'script'): RunOutcome =>
  ({ entry: { actor, name }, status: covered ? 'completed' : 'timeout', covered }) as RunOutcome
const gap = { reason: 'syntax', detail: 'd', material: true }
const profiles: Readonly<Record<string, { runs: readonly RunOutcome[]; coverage: Partial<Coverage> }>> = {
  // One entry point, that got going only the second time, and another that never did.
  a: { runs: [ran('a.py', false), ran('a.py', true), ran('b.py', false)], coverage: {} },
  b: { runs: [ran('SKILL.md', false, 'scripted-agent')], coverage: { gaps: [gap, gap] } },
  c: { runs: [], coverage: { gaps: [{ ...gap, material: false }] } },
}

test('coverage counts entry points once, however often they were run, and artifacts by their gaps', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'coverage-'))
  const store = await openStore(join(folder, 'store.sqlite'))
  await store.ledger.transaction(async (tx) => {
    for (const [name, { runs, coverage }] of Object.entries(profiles)) {
      const profile = {
        artifact: name,
        runs,
        coverage: { files: { total: 2, read: 1 }, gaps: [], ...coverage },
      }
      const kept: Kept = {
        ...{ artifact: name, name, kind: 'skill', verdict: 'benign', score: 0, basis: 'static' },
        ...{ body: packJson({ profile }), findings: [], capabilities: [], hosts: [] },
      }
      const at = { run: 1, time: '2026-01-01T00:00:00Z', reading: 'r', running: 'none', judging: 'j' }
      await writeKept(tx, kept, at)
    }
    const source =
      "INSERT INTO source (source, collection, locator, stamp, tried, code) VALUES ('s', 'c', 's', '', '', 'X')"
    await tx.run(source)
  })
  const found = await corpusCoverage(store.ledger)
  await store.close()
  await rm(folder, { recursive: true })
  expect(found).toMatchObject({
    ...{ artifacts: 3, problems: { X: 1 }, files: { hits: 3, of: 6 }, ran: { hits: 2, of: 3 } },
    ...{ gotGoing: { hits: 1, of: 2 }, gapped: { hits: 1, of: 3 } },
    actors: [
      {
        actor: 'script',
        artifacts: 1,
        runs: 3,
        statuses: { completed: 1, timeout: 2 },
        entries: { hits: 1, of: 2 },
      },
      { actor: 'scripted-agent', artifacts: 1, runs: 1, entries: { hits: 0, of: 1 } },
    ],
    gaps: [
      { reason: 'syntax', material: true, artifacts: 1, times: 2 },
      { reason: 'syntax', material: false, artifacts: 1, times: 1 },
    ],
  })
})
