import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { intake } from '@clawback/analyzers'
import { examine, openKnowledge } from '@clawback/lab'

import { loadPacks } from '../../../cli/content/load.js'
import type { Seen } from './seen.js'

const knowledge = openKnowledge(await loadPacks({ pack: [], key: [], builtin: true }))
const clock = { now: () => Date.now(), monotonic: () => performance.now() }
const workdir = await mkdtemp(join(tmpdir(), 'reading-'))

async function look(path: string): Promise<Seen> {
  const began = performance.now()
  const used = process.cpuUsage()
  const taken = await intake(path, { workdir, fetchDependencies: false })
  const read = []
  for (const open of taken.artifacts) read.push({ open, ...(await examine(open, { knowledge, clock })) })
  const ms = performance.now() - began
  const { user, system } = process.cpuUsage(used)
  const plainBegan = performance.now()
  const digest = createHash('sha256')
  for (const { open } of read)
    for (const file of open.artifact.files) digest.update(readFileSync(join(open.root, file.path)))
  digest.digest()
  const plain = performance.now() - plainBegan
  await taken.close()
  const files = read.flatMap(({ open }) => open.artifact.files)
  return {
    path,
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    records: read.reduce((sum, { records }) => sum + records.length, 0),
    ms,
    cpu: (user + system) / 1_000,
    plain,
    gaps: read.flatMap(({ profile }) =>
      profile.coverage.gaps.filter(({ material }) => material).map(({ reason }) => reason),
    ),
    rss: process.memoryUsage.rss(),
  }
}

process.on('message', (path: string) => {
  look(path).then(
    (seen) => process.send?.(seen),
    (problem: unknown) => {
      const empty = { files: 0, bytes: 0, records: 0, ms: 0, cpu: 0, plain: 0, gaps: [], rss: 0 }
      process.send?.({ ...empty, path, problem: String(problem) } satisfies Seen)
    },
  )
})
process.on('disconnect', () => {
  void rm(workdir, { recursive: true, force: true }).then(() => process.exit(0))
})
process.send?.('ready')
