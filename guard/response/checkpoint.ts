import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { canonicalJson, ClawbackError } from '@clawback/model'
import { numberOf, textOf } from '@clawback/ledger'
import type { Ledger, Row } from '@clawback/ledger'

/** A signed statement that the chain had so many rows and ended in that hash (Ed25519, RFC 8032). */
export interface Checkpoint {
  readonly seq: number
  readonly hash: string
  readonly time: string
  /** SHA-256 of the raw public key, hex. */
  readonly key: string
  /** base64 */
  readonly signature: string
}

/** Reads the guard's signing key (PKCS 8 PEM, mode 0600), or makes one where there is none. */
export async function openAuditKey(path: string): Promise<KeyObject> {
  const known = await readFile(path, 'utf8').catch(() => undefined)
  if (known !== undefined) return readKey(path, known)
  const { privateKey } = generateKeyPairSync('ed25519')
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFile(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  return privateKey
}

function readKey(path: string, pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Said below, without a word of what the file holds.
  }
  throw new ClawbackError('INPUT_MALFORMED', {
    where: path,
    detail: 'not an Ed25519 private key in PEM form',
    mend: 'Give the key the guard made, or remove the file and let it make another.',
  })
}

/** Signs the present end of the chain; nothing when it is already signed or empty. */
export async function signCheckpoint(
  ledger: Ledger,
  key: KeyObject,
  now: number,
): Promise<Checkpoint | undefined> {
  return ledger.transaction(async (tx) => {
    const last = await tx.get('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1')
    if (!last || (await tx.get('SELECT 1 FROM checkpoint WHERE seq = ?', [numberOf(last, 'seq')])))
      return undefined
    const statement = {
      seq: numberOf(last, 'seq'),
      hash: textOf(last, 'hash'),
      time: new Date(now).toISOString(),
      key: keyId(createPublicKey(key)),
    }
    const signature = sign(null, Buffer.from(canonicalJson(statement)), key).toString('base64')
    await tx.run('INSERT INTO checkpoint VALUES (?, ?, ?, ?, ?)', [
      statement.seq,
      statement.hash,
      statement.time,
      statement.key,
      signature,
    ])
    return { ...statement, signature }
  })
}

/** Whether the holder of the key signed exactly this. */
export function signedBy(checkpoint: Checkpoint, publicKey: KeyObject): boolean {
  const { signature, ...statement } = checkpoint
  return verify(null, Buffer.from(canonicalJson(statement)), publicKey, Buffer.from(signature, 'base64'))
}

/** Reads one row of the checkpoint table. */
export function checkpointRow(row: Row): Checkpoint {
  return {
    seq: numberOf(row, 'seq'),
    hash: textOf(row, 'hash'),
    time: textOf(row, 'time'),
    key: textOf(row, 'key'),
    signature: textOf(row, 'signature'),
  }
}

function keyId(publicKey: KeyObject): string {
  const { x = '' } = publicKey.export({ format: 'jwk' })
  return createHash('sha256').update(Buffer.from(x, 'base64url')).digest('hex')
}
