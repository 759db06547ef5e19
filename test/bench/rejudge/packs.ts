import { fileURLToPath } from 'node:url'

import type { Pack } from '@clawback/model'
import { buildPack, verifyPack } from '@clawback/pack-tools'

const names = ['agent-runtime-core', 'mcp-core', 'skill-core']

/** The packs of this repository, as a bulk run loads them. */
export async function corePacks(): Promise<Pack[]> {
  const packs: Pack[] = []
  for (const name of names) {
    const path = fileURLToPath(new URL(`../../../content/packs/${name}`, import.meta.url))
    packs.push((await verifyPack((await buildPack(path)).bytes, [], { allowUnsigned: true })).pack)
  }
  return packs
}

/** The same packs under another version, so that all is to be judged again and nothing to be read. */
export function withVersion(packs: readonly Pack[], round: number): Pack[] {
  return packs.map((pack) => ({
    ...pack,
    digest: `${pack.digest} ${round}`,
    manifest: { ...pack.manifest, version: `9.0.${round}` },
  }))
}
