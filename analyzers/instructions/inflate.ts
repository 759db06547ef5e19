import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'

/** Bytes that one text may decode to. */
export const mostInflated: number = 512 * 1024

/** Undoes one compression, bounded. What its header rules out is not tried: a failure costs far more than a look. */
export function inflate(bytes: Uint8Array): Uint8Array | undefined {
  for (const undo of undoings(bytes)) {
    try {
      return undo(bytes, { maxOutputLength: mostInflated })
    } catch {
      continue
    }
  }
  return undefined
}

/** By how bytes begin: gzip (RFC 1952, 2.3.1), zlib (RFC 1950, 2.2), or a stored block of deflate (RFC 1951, 3.2.4). */
function undoings(bytes: Uint8Array): readonly (typeof gunzipSync)[] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = bytes
  if (a === 0x1f && b === 0x8b) return [gunzipSync]
  if (a !== 0x78) return []
  const isZlib = ((a << 8) | b) % 31 === 0
  const isStored = (b ^ d) === 0xff && (c ^ e) === 0xff
  return [...(isZlib ? [inflateSync] : []), ...(isStored ? [inflateRawSync] : [])]
}
