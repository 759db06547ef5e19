import { canonicalJson, sha256 } from '@clawback/model'
import type { PackManifest } from '@clawback/model'
import { fromBase64 } from './base64.js'
import { packBounds } from './bounds.js'
import { invalid, isText, object, parseBounded } from './check.js'
import { checkManifest, unread } from './manifest.js'

/** A pack whose bytes agree with each other. Nothing is said yet of who made it. */
export interface OpenedPack {
  readonly manifest: PackManifest
  /** sha256 of the payload. */
  readonly digest: string
  readonly payloadType: string
  readonly payload: Uint8Array
  readonly signatures: readonly { readonly keyid: string; readonly sig: Uint8Array }[]
  /** sha256 -> content; of `pinned` bytes only what is read of them. */
  readonly blobs: ReadonlyMap<string, Uint8Array>
}

const payloadType = 'application/vnd.clawback.pack+json'

/**
 * Reads the outer file and its manifest. Both must be canonical JSON, so that the same content is the same bytes and no
 * bit is without meaning; the blobs must be those that the manifest lists, no more and no fewer. Of `pinned` bytes it is
 * known.
 */
export function openPack(bytes: Uint8Array, pinned = false): OpenedPack {
  if (bytes.length > packBounds.file)
    throw invalid('pack file', `${bytes.length} bytes, at most ${packBounds.file}`)
  const outer = pinned ? readObject : canonical
  const file = outer('pack file', bytes, ['format', 'envelope', 'blobs'])
  if (file['format'] !== 'clawback-pack-file/1')
    throw invalid('pack file', 'format is not clawback-pack-file/1')
  const envelope = object('pack envelope', file['envelope'], ['payloadType', 'payload', 'signatures'])
  if (envelope['payloadType'] !== payloadType)
    throw invalid('pack envelope', `payloadType is not ${payloadType}`)
  const payload = fromBase64('pack envelope', envelope['payload'])
  const manifest = checkManifest(outer('pack manifest', payload))
  return {
    manifest,
    digest: sha256(payload),
    payloadType,
    payload,
    signatures: readSignatures(envelope['signatures']),
    blobs: readBlobs(manifest, object('pack blobs', file['blobs']), pinned),
  }
}

type Members = Readonly<Record<string, unknown>>

function readObject(where: string, bytes: Uint8Array, only?: readonly string[]): Members {
  return object(where, parseBounded(where, bytes, true).value, only)
}

function canonical(where: string, bytes: Uint8Array, only?: readonly string[]): Members {
  const { text, value } = parseBounded(where, bytes)
  const parsed = object(where, value, only)
  if (canonicalJson(parsed) !== text) throw invalid(where, 'it is not canonical JSON (RFC 8785)')
  return parsed
}

function readSignatures(value: unknown): OpenedPack['signatures'] {
  if (!Array.isArray(value) || value.length > packBounds.signatures)
    throw invalid('pack envelope', `signatures is not a list of at most ${packBounds.signatures}`)
  return value.map((item: unknown) => {
    const { keyid, sig } = object('pack signature', item, ['keyid', 'sig'])
    if (!isText(keyid) || !/^[0-9a-f]{64}$/.test(keyid))
      throw invalid('pack signature', 'keyid is not a sha256')
    const bytes = fromBase64('pack signature', sig)
    if (bytes.length !== 64) throw invalid('pack signature', 'sig is not 64 bytes')
    return { keyid, sig: bytes }
  })
}

function readBlobs(manifest: PackManifest, found: Members, pinned: boolean): ReadonlyMap<string, Uint8Array> {
  const blobs = new Map<string, Uint8Array>()
  for (const { path, sha256: digest, size, type } of manifest.members) {
    if (pinned && unread.has(type)) continue
    const where = `pack member ${path}`
    if (!Object.hasOwn(found, digest)) throw invalid(where, 'its content is missing')
    const content = blobs.get(digest) ?? fromBase64(where, found[digest], pinned)
    if (content.length !== size)
      throw invalid(where, `it is ${content.length} bytes, the manifest says ${size}`)
    if (!pinned && !blobs.has(digest) && sha256(content) !== digest)
      throw invalid(where, 'its content differs from what the manifest lists')
    blobs.set(digest, content)
  }
  if (pinned) return blobs
  for (const digest of Object.keys(found))
    if (!blobs.has(digest))
      throw invalid('pack blobs', `${digest.slice(0, 64)} is not listed in the manifest`)
  return blobs
}
