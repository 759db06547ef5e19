import { ClawbackError } from '@clawback/model'
import { readBlob } from '../../collect/blobs.js'
import { findSample } from '../../collect/open-sample.js'
import { encodePacket } from './packet.js'
import { largestParcel } from './shape.js'

/**
 * A collected sample as one inert blob ({@link packSample}). Throws INPUT_NOT_FOUND, INPUT_TOO_LARGE, and
 * INPUT_UNSUPPORTED when part of it could not be collected: elsewhere that would pass for clean.
 */
export async function packCollected(folder: string, id: string): Promise<Uint8Array> {
  const { files, links, gaps } = await findSample(folder, id)
  const fail = (code: 'INPUT_TOO_LARGE' | 'INPUT_UNSUPPORTED', detail: string): ClawbackError =>
    new ClawbackError(code, { locator: `${folder}#${id}`, detail })
  const missed = gaps.find(({ material, path }) => material && path?.includes('!/') !== true)
  if (missed !== undefined)
    throw fail('INPUT_UNSUPPORTED', `part of it could not be collected (${missed.reason}); look at it here`)
  if (files.reduce((sum, { size }) => sum + size, 0) > largestParcel)
    throw fail('INPUT_TOO_LARGE', `more than ${largestParcel} bytes to be sent`)
  const sent = (path: string): string => Buffer.from(path).toString('latin1')
  const entries: unknown[] = []
  for (const { path, sha256, executable } of files) {
    const parts: Uint8Array[] = []
    for await (const part of readBlob(folder, sha256)) parts.push(part)
    entries.push({ path: sent(path), type: 'file', executable, bytes: Buffer.concat(parts) })
  }
  for (const { path, target } of links) entries.push({ path: sent(path), type: 'link', target: sent(target) })
  return encodePacket({ isFolder: true, entries })
}
