/**
 * Small thefts and break-ins of our own, each in as few lines as it takes: what reading and the shipped packs tell of them. What is
 * not told is listed too, so that the day it is told shows. Nothing is executed.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { intake } from '@clawback/analyzers'
import type { Knowledge } from '@clawback/lab'
import { examine, openKnowledge } from '@clawback/lab'
import { buildPack, generateKey, trust, verifyPack } from '@clawback/pack-tools'
import { afterAll, beforeAll, expect, test } from 'vitest'

interface Theft {
  readonly what: string
  readonly told: boolean
  readonly files: Readonly<Record<string, string>>
}

const root = new URL('../../', import.meta.url)
const thefts = (await readFile(new URL('datasets/small-thefts.ndjson', root), 'utf8'))
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Theft)
const clock = { now: () => Date.parse('2026-11-29T00:00:00Z'), monotonic: () => performance.now() }

let knowledge: Knowledge
let workdir: string
beforeAll(async () => {
  workdir = await mkdtemp(join(tmpdir(), 'thefts-'))
  const key = await generateKey()
  const packs = await Promise.all(
    ['skill-core', 'mcp-core'].map(async (name) => {
      const folder = fileURLToPath(new URL(`content/packs/${name}`, root))
      const { bytes } = await buildPack(folder, { signKey: key })
      return (await verifyPack(bytes, [trust(key, 6)])).pack
    }),
  )
  knowledge = openKnowledge(packs)
})
afterAll(() => rm(workdir, { recursive: true, force: true }))

test.each(thefts)('$what: told $told', async ({ what, told, files }) => {
  const folder = await mkdtemp(join(workdir, 'one-'))
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  const taken = await intake(folder, { workdir })
  try {
    const [open] = taken.artifacts
    if (open === undefined) throw new Error(`${what} was not taken in`)
    const { verdict } = await examine(open, { knowledge, clock })
    expect(['suspicious', 'malicious'].includes(verdict.label), JSON.stringify(verdict.because)).toBe(told)
  } finally {
    await taken.close()
  }
})
