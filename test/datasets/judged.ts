import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { intake } from '@clawback/analyzers'
import { examine, openKnowledge } from '@clawback/lab'
import type { Verdict } from '@clawback/model'
import { buildPack, generateKey, trust, verifyPack } from '@clawback/pack-tools'

/** Files of one artifact, by path. */
export type Files = Readonly<Record<string, string>>

export interface Judged {
  /** Worst verdict of what the files hold. Nothing of them is executed. */
  verdict(files: Files): Promise<Verdict>
  close(): Promise<void>
}

const worse: readonly Verdict['label'][] = ['benign', 'undetermined', 'suspicious', 'malicious']
const clock = { now: () => Date.parse('2026-11-29T00:00:00Z'), monotonic: () => performance.now() }
const root = new URL('../../', import.meta.url)

/** Reads and judges samples of our own with the packs as they are shipped. */
export async function openJudged(): Promise<Judged> {
  const workdir = await mkdtemp(join(tmpdir(), 'judged-'))
  const key = await generateKey()
  const packs = await Promise.all(
    ['skill-core', 'mcp-core'].map(async (name) => {
      const folder = fileURLToPath(new URL(`content/packs/${name}`, root))
      const { bytes } = await buildPack(folder, { signKey: key })
      return (await verifyPack(bytes, [trust(key, 6)])).pack
    }),
  )
  const knowledge = openKnowledge(packs)
  return {
    async verdict(files) {
      const folder = await mkdtemp(join(workdir, 'one-'))
      for (const [path, text] of Object.entries(files)) {
        await mkdir(dirname(join(folder, path)), { recursive: true })
        await writeFile(join(folder, path), text)
      }
      const taken = await intake(folder, { workdir })
      try {
        const verdicts: Verdict[] = []
        for (const open of taken.artifacts) verdicts.push((await examine(open, { knowledge, clock })).verdict)
        const [worst] = verdicts.sort((a, b) => worse.indexOf(b.label) - worse.indexOf(a.label))
        if (worst === undefined) throw new Error('nothing was taken in')
        return worst
      } finally {
        await taken.close()
      }
    },
    close: () => rm(workdir, { recursive: true, force: true }),
  }
}
