import { ClawbackError, sha256 } from '@clawback/model'
import type { TrustedKey } from '@clawback/model'

/** An Ed25519 key pair for signing packs, as it is kept in a file. */
export interface SigningKey {
  readonly format: 'clawback-key/1'
  /** sha256 of the raw public key, hex. */
  readonly keyid: string
  /** Raw public key, base64. */
  readonly publicKey: string
  /** PKCS #8, base64. Secret. */
  readonly privateKey: string
}

/** Makes a new signing key. */
export async function generateKey(): Promise<SigningKey> {
  const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])
  if (!('privateKey' in pair)) throw new ClawbackError('INTERNAL', { detail: 'no Ed25519 key pair was made' })
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  const secret = await crypto.subtle.exportKey('pkcs8', pair.privateKey)
  return {
    format: 'clawback-key/1',
    keyid: sha256(raw),
    publicKey: Buffer.from(raw).toString('base64'),
    privateKey: Buffer.from(secret).toString('base64'),
  }
}

/** What others need to trust a key's packs, up to a response level. */
export function trust(key: SigningKey, level: TrustedKey['level']): TrustedKey {
  return { keyid: key.keyid, publicKey: key.publicKey, level, roles: ['publisher'] }
}

/** Reads a signing key from the text of its file. Throws INPUT_MALFORMED. */
export function parseKey(text: string, where: string): SigningKey {
  try {
    const { format, keyid, publicKey, privateKey } = JSON.parse(text) as Partial<SigningKey>
    if (
      format === 'clawback-key/1' &&
      keyid !== undefined &&
      publicKey !== undefined &&
      privateKey !== undefined
    )
      if (sha256(Buffer.from(publicKey, 'base64')) === keyid) return { format, keyid, publicKey, privateKey }
  } catch (error) {
    throw malformed(where, error)
  }
  throw malformed(where)
}

function malformed(where: string, cause?: unknown): ClawbackError {
  const mend = 'Make one with `clawback pack keygen`.'
  return new ClawbackError('INPUT_MALFORMED', { where, detail: 'it is no signing key', mend }, cause)
}

/** Ed25519 over bytes; the same bytes give the same signature (RFC 8032). */
export async function sign(key: SigningKey, bytes: Uint8Array): Promise<Uint8Array> {
  const secret = Buffer.from(key.privateKey, 'base64')
  const imported = await crypto.subtle.importKey('pkcs8', secret, 'Ed25519', false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('Ed25519', imported, bytes))
}
