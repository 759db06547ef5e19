import type { IncomingMessage } from 'node:http'
import { createGunzip } from 'node:zlib'

/** Why a request body was not taken: an HTTP status and what to do about it. */
export class BodyRefused extends Error {
  override readonly name = 'BodyRefused'
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** Reads a body of at most `most` bytes, after gzip if it says so. Throws BodyRefused. */
export async function readBody(request: IncomingMessage, most: number): Promise<string> {
  const encoding = request.headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity' && encoding !== 'gzip')
    throw new BodyRefused(415, `content-encoding ${encoding.slice(0, 32)} is not taken; send gzip or none`)
  const stream = encoding === 'gzip' ? request.pipe(createGunzip()) : request
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of stream) {
      size += (chunk as Buffer).length
      if (size > most) throw new BodyRefused(413, `the body passes ${most} bytes; send smaller batches`)
      chunks.push(chunk as Buffer)
    }
  } catch (error) {
    throw error instanceof BodyRefused ? error : new BodyRefused(400, 'the body could not be read')
  }
  return Buffer.concat(chunks).toString('utf8')
}
