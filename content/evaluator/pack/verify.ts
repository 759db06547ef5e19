import { ClawbackError, pae, sha256 } from '@clawback/model'
import type { TrustedKey } from '@clawback/model'
import { fromBase64 } from './base64.js'
import type { OpenedPack } from './open.js'

/**
 * The trusted key that signed a pack; the one that may grant most, when several did. Undefined only when unsigned packs
 * are allowed. A signature by a trusted key that does not hold is never overlooked. Throws PACK_UNTRUSTED.
 */
export async function findSigner(
  pack: OpenedPack,
  trusted: readonly TrustedKey[],
  now: number,
  allowUnsigned: boolean,
): Promise<TrustedKey | undefined> {
  const signed = pae(pack.payloadType, pack.payload)
  const signers: TrustedKey[] = []
  for (const { keyid, sig } of pack.signatures) {
    const key = trusted.find((candidate) => candidate.keyid === keyid)
    if (key === undefined) continue
    if (!(await verifies(key, signed, sig)))
      throw untrusted(`the signature of ${keyid.slice(0, 16)} does not hold`)
    if (key.roles.includes('publisher') && !isExpired(key, now)) signers.push(key)
  }
  const [best] = signers.sort((a, b) => b.level - a.level)
  if (best === undefined && !allowUnsigned) throw untrusted(reason(pack, trusted))
  return best
}

async function verifies(key: TrustedKey, signed: Uint8Array, signature: Uint8Array): Promise<boolean> {
  const raw = fromBase64('trusted key', key.publicKey)
  if (sha256(raw) !== key.keyid)
    throw untrusted(`the trusted key ${key.keyid.slice(0, 16)} is not what its id says`)
  try {
    const imported = await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify'])
    return await crypto.subtle.verify('Ed25519', imported, signature, signed)
  } catch (error) {
    throw new ClawbackError('PACK_UNTRUSTED', { detail: 'the signature could not be checked' }, error)
  }
}

function isExpired(key: TrustedKey, now: number): boolean {
  return key.expires !== undefined && !(Date.parse(key.expires) > now)
}

function reason(pack: OpenedPack, trusted: readonly TrustedKey[]): string {
  if (pack.signatures.length === 0) return 'it carries no signature'
  const ids = new Set(trusted.map((key) => key.keyid))
  return pack.signatures.some(({ keyid }) => ids.has(keyid))
    ? 'the key that signed it has expired or may not publish'
    : `signed by ${pack.signatures.map(({ keyid }) => keyid.slice(0, 16)).join(', ')}`
}

function untrusted(detail: string): ClawbackError {
  return new ClawbackError('PACK_UNTRUSTED', { detail })
}
