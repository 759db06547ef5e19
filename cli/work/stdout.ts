import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/**
 * Writes parts as they come, no faster than they are read. Ends quietly when who reads stops reading (`| head`), and is
 * then false.
 */
export async function writeStdout(
  parts: AsyncIterable<string | Uint8Array>,
  stream: NodeJS.WritableStream = process.stdout,
): Promise<boolean> {
  try {
    // Not in object mode an empty part would be the end.
    await pipeline(Readable.from(parts, { objectMode: true }), skipEmpty, stream, { end: false })
    return true
  } catch (error) {
    if (!stopped.includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    return false
  }
}

const stopped = ['EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED']

async function* skipEmpty(parts: AsyncIterable<string | Uint8Array>): AsyncGenerator<string | Uint8Array> {
  for await (const part of parts) if (part.length > 0) yield part
}
