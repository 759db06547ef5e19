import type { Pack, TrustedKey } from '@clawback/model'
import { assertFresh, assertRunnable } from './fit.js'
import { limitPack } from './limit.js'
import { readMembers } from './members.js'
import { openPack } from './open.js'
import { findSigner } from './verify.js'

export interface LoadPackOptions {
  /** Take a pack that no trusted key signed; it may alert and never do more. */
  readonly allowUnsigned?: boolean
  readonly allowExpired?: boolean
  /** Milliseconds since the epoch; the clock of the machine when absent. */
  readonly now?: number
  /**
   * The caller has compared all of `bytes` with a digest that it was built with, when they were opened without this:
   * that the members are those of the manifest, and that rules are well formed, is not checked again.
   */
  readonly pinned?: boolean
  /** What this evaluator can do beyond plain rules; rules that need more are left out and named in `skipped`. */
  readonly capabilities?: readonly string[]
}

/**
 * Opens a pack file: bounded, canonical, every member by its digest, signed by a trusted publisher key (Ed25519 over
 * DSSE), not expired, and with no response above what that key may grant. Throws PACK_INVALID, PACK_UNTRUSTED or
 * PACK_EXPIRED; nothing of a refused pack is returned.
 */
export async function loadPack(
  bytes: Uint8Array,
  trustedKeys: readonly TrustedKey[],
  options: LoadPackOptions = {},
): Promise<Pack> {
  const now = options.now ?? Date.now()
  const pinned = options.pinned === true
  const opened = openPack(bytes, pinned)
  const signer = await findSigner(opened, trustedKeys, now, options.allowUnsigned === true)
  assertRunnable(opened.manifest)
  if (options.allowExpired !== true) assertFresh(opened.manifest, now)
  const content = readMembers(opened, pinned)
  return limitPack(
    {
      manifest: opened.manifest,
      digest: opened.digest,
      ...(signer ? { signer } : {}),
      ...content,
      ...(pinned ? { pinned } : {}),
    },
    options.capabilities,
  )
}
