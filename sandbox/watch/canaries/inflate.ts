import { brotliDecompressSync, constants, inflateRawSync, inflateSync } from 'node:zlib'
import { mayBeBrotli } from './brotli-shape.js'
import { mayBeDeflate } from './deflate-shape.js'

/** Bytes that one decompression may give. */
const most = 2 << 20
/** A stream that breaks off gives what it holds until then. */
const options = { maxOutputLength: most, finishFlush: constants.Z_SYNC_FLUSH }

/**
 * Undoes gzip, zlib, brotli or raw deflate where the bytes look like it. What is cut short gives its start, and what
 * follows the stream is no obstacle: a sample must not get past with one byte too many. Undefined past 2 MiB.
 */
export function inflate(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.length < 12) return undefined
  const [first = 0, second = 0] = bytes
  const zlib = (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0
  const steps =
    first === 0x1f && second === 0x8b
      ? [() => inflateRawSync(bytes.subarray(gzipHeader(bytes)), options)]
      : zlib
        ? [() => inflateSync(bytes, options)]
        : unmarked(bytes)
  if (steps.length === 0) return undefined
  // Most attempts fail, and nobody reads where.
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 0
  try {
    return firstOf(steps)
  } finally {
    Error.stackTraceLimit = limit
  }
}

/** Formats without a mark of their own: only what can be one is handed to its decoder. */
function unmarked(bytes: Uint8Array): readonly (() => Uint8Array)[] {
  return [
    ...(mayBeBrotli(bytes) ? [() => brotliDecompressSync(bytes, { maxOutputLength: most })] : []),
    ...(mayBeDeflate(bytes) ? [() => inflateRawSync(bytes, { maxOutputLength: most })] : []),
  ]
}

function firstOf(steps: readonly (() => Uint8Array)[]): Uint8Array | undefined {
  for (const step of steps) {
    try {
      const plain = step()
      if (plain.length > 0) return plain
    } catch {
      continue
    }
  }
  return undefined
}

/** Length of a gzip header with its optional parts (RFC 1952, 2.3). */
function gzipHeader(bytes: Uint8Array): number {
  const flags = bytes[3] ?? 0
  let at = 10
  if ((flags & 4) !== 0) at += 2 + ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8))
  for (const flag of [8, 16]) if ((flags & flag) !== 0) at = afterZero(bytes, at)
  return (flags & 2) !== 0 ? at + 2 : at
}

function afterZero(bytes: Uint8Array, from: number): number {
  const zero = bytes.indexOf(0, from)
  return zero < 0 ? bytes.length : zero + 1
}
