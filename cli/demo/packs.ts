import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Baseline, Pack, TrustedKey } from '@clawback/model'
import { buildPack, generateKey, learnBaseline, trust, verifyPack } from '@clawback/pack-tools'
import type { SigningKey } from '@clawback/pack-tools'
import type { Examined } from './examine.js'
import { checkout } from './inputs.js'

/** What the demo makes for the guard: two signed versions of one pack, and the key that vouches for them. */
export interface DemoPacks {
  readonly baseline: Baseline
  readonly first: BuiltFile
  readonly second: BuiltFile
  readonly key: TrustedKey
  readonly keyFile: string
}

export interface BuiltFile {
  readonly path: string
  readonly pack: Pack
  readonly bytes: number
}

/** Learns a baseline from what came out benign, puts it into the runtime pack, and builds and signs two versions of it. */
export async function makePacks(examined: readonly Examined[], folder: string): Promise<DemoPacks> {
  const benign = examined.filter(({ one }) => one.verdict.label === 'benign').map(({ one }) => one.profile)
  const baseline = learnBaseline(benign, { field: '*', value: '*' })
  const signer = await generateKey()
  const key = trust(signer, 3)
  const keyFile = join(folder, 'demo.pub.json')
  await writeFile(keyFile, JSON.stringify(key))
  const upgrade = join(checkout(), 'datasets/scenarios/gs-1/upgrade')
  return {
    baseline,
    first: await buildVersion(join(folder, 'v1'), baseline, signer, key),
    second: await buildVersion(join(folder, 'v2'), baseline, signer, key, upgrade),
    key,
    keyFile,
  }
}

/** The published runtime pack, with the baseline, and with what an upgrade lays over it. */
async function buildVersion(
  folder: string,
  baseline: Baseline,
  signer: SigningKey,
  key: TrustedKey,
  overlay?: string,
): Promise<BuiltFile> {
  await cp(join(checkout(), 'content/packs/agent-runtime-core'), folder, { recursive: true })
  if (overlay !== undefined) await cp(overlay, folder, { recursive: true })
  await mkdir(join(folder, 'baselines'), { recursive: true })
  await writeFile(join(folder, 'baselines/demo.json'), JSON.stringify(baseline))
  const { bytes } = await buildPack(folder, { signKey: signer })
  const path = `${folder}.pack`
  await writeFile(path, bytes)
  const { pack } = await verifyPack(bytes, [key])
  return { path, pack, bytes: bytes.length }
}
