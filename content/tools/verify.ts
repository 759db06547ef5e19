import { loadPack } from '@clawback/evaluator'
import type { LoadPackOptions } from '@clawback/evaluator'
import type { Pack, TrustedKey } from '@clawback/model'

/** What a pack file turned out to be. */
export interface Verification {
  readonly name: string
  readonly version: string
  readonly digest: string
  /** Key that vouches for it, and the response level it may grant. */
  readonly signer?: { readonly keyid: string; readonly level: number }
  readonly rules: number
  readonly probes: number
  readonly members: number
  readonly skipped: readonly string[]
  /** Rules and policies whose response was lowered to what the key may grant. */
  readonly limited: readonly string[]
  readonly pack: Pack
}

/** Opens a pack as any product would and says what is in it. Throws PACK_INVALID, PACK_UNTRUSTED or PACK_EXPIRED. */
export async function verifyPack(
  bytes: Uint8Array,
  trustedKeys: readonly TrustedKey[],
  options: LoadPackOptions = {},
): Promise<Verification> {
  const pack = await loadPack(bytes, trustedKeys, options)
  const { manifest, signer } = pack
  return {
    name: manifest.name,
    version: manifest.version,
    digest: pack.digest,
    ...(signer === undefined ? {} : { signer: { keyid: signer.keyid, level: signer.level } }),
    rules: pack.plan.rules.length + pack.plan.correlations.length,
    probes: pack.probes.length,
    members: manifest.members.length,
    skipped: pack.skipped,
    limited: pack.limited ?? [],
    pack,
  }
}
