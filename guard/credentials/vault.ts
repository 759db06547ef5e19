import { createHash, createHmac } from 'node:crypto'
import type { CredentialVault } from '../ports.js'

/**
 * Id of a credential, from the sha256 that logs keep of a token: HMAC(install key, sha256(token)). So a token seen in
 * passing and its digest in a sign-in log get one id, and an id says nothing to who has not the key.
 */
export function credentialId(key: Buffer, tokenDigest: string): string {
  return `cred-${createHmac('sha256', key).update(tokenDigest).digest('hex').slice(0, 32)}`
}

/** sha256 of a token, hex: what logs keep of it. */
export function tokenDigest(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** A vault of at most `most` tokens, the least recently sealed going first. Its contents cannot be listed. */
export function createVault(key: Buffer, most = 10_000): CredentialVault {
  const held = new Map<string, string>()
  return {
    seal: (token) => {
      const id = credentialId(key, tokenDigest(token))
      held.delete(id)
      held.set(id, token)
      if (held.size > most) for (const oldest of held.keys()) return (held.delete(oldest), id)
      return id
    },
    use: async (id, work) => {
      const token = held.get(id)
      return token === undefined ? undefined : work(token)
    },
  }
}
