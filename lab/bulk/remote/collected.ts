import { ClawbackError } from '@clawback/model'
import { readBlob } from '../../collect/blobs.js'
import { parseSampleLocator } from '../../collect/locator.js'
import { findSample } from '../../collect/open-sample.js'
import type { ServerStart } from '../../collect/sample.js'
import { startsOf } from '../../collect/with-starts.js'
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

/** UTF-16 units of an order that may say how servers are started. */
const longestStarts = 16_384

/** How the servers of a collected sample are started, by the lists that named it; nothing for any other locator. */
export async function collectedStarts(locator: string): Promise<readonly ServerStart[]> {
  const named = parseSampleLocator(locator)
  if (named === undefined) return []
  const starts = startsOf((await findSample(named.folder, named.id)).copies)
  if (JSON.stringify(starts).length > longestStarts)
    throw new ClawbackError('INPUT_UNSUPPORTED', {
      locator,
      detail: 'what its servers are started with is too long to be sent; look at it here',
    })
  return starts
}
