import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { intake, read } from '@clawback/analyzers'
import { assess, matchGroup } from '@clawback/evaluator'
import type { Pack } from '@clawback/model'
import { buildPack, generateKey, trust, verifyPack } from '@clawback/pack-tools'
import { afterAll, beforeAll, expect, test } from 'vitest'

interface Sample {
  readonly name: string
  readonly path: string
  readonly label: string
}

const root = new URL('../../', import.meta.url)
const samples = JSON.parse(
  await readFile(new URL('datasets/samples/samples.json', root), 'utf8'),
) as readonly Sample[]
const clock = { now: () => Date.parse('2026-11-22T00:00:00Z'), monotonic: () => performance.now() }

let packs: readonly Pack[]
let workdir: string
beforeAll(async () => {
  workdir = await mkdtemp(join(tmpdir(), 'verdicts-'))
  const key = await generateKey()
  packs = await Promise.all(
    ['skill-core', 'mcp-core'].map(async (name) => {
      const { bytes } = await buildPack(fileURLToPath(new URL(`content/packs/${name}`, root)), {
        signKey: key,
      })
      return (await verifyPack(bytes, [trust(key, 6)])).pack
    }),
  )
})
afterAll(() => rm(workdir, { recursive: true, force: true }))

test.each(samples)(
  '$name is $label by reading alone, for reasons that can be looked up',
  async ({ path, label }) => {
    const opened = await intake(fileURLToPath(new URL(`datasets/samples/${path}`, root)), { workdir })
    try {
      const [open] = opened.artifacts
      const [policy] = packs[0]!.policies
      const { facts, coverage } = await read(open!, { probes: packs.flatMap((pack) => pack.probes), clock })
      const matches = matchGroup(packs, facts)
      const verdict = assess({
        policy: policy!,
        artifact: open!.artifact.id,
        matches,
        gaps: [],
        basis: 'static',
        coverage,
      })
      expect(verdict.label, JSON.stringify(verdict.because)).toBe(label)
      const known = new Set([...facts, ...matches].map(({ id }) => id))
      for (const match of matches) for (const ref of match['match.refs']) expect(known.has(ref)).toBe(true)
    } finally {
      await opened.close()
    }
  },
)
