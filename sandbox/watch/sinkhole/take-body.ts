import type { Readable } from 'node:stream'
import type { Session } from './session.js'

/** A body as it came: at most `bodyBytes` of it, its whole size, and whether its end was seen. */
export interface TakenBody {
  readonly bytes: Buffer
  readonly size: number
  readonly complete: boolean
}

/** Reads a body to its end, keeping its start. Ends early when the sample breaks off or the run's bytes are used up. */
export async function takeBody(stream: Readable, session: Session): Promise<TakenBody> {
  const parts: Buffer[] = []
  let kept = 0
  let size = 0
  const cap = session.caps.bodyBytes
  return new Promise((resolve) => {
    const finish = (ended: boolean): void =>
      resolve({ bytes: Buffer.concat(parts), size, complete: ended && size === kept })
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (!session.spend('totalBytes', chunk.length)) {
        stream.destroy()
        return
      }
      const room = chunk.subarray(0, Math.max(0, cap - kept))
      kept += room.length
      if (room.length > 0) parts.push(room)
    })
    stream.once('end', () => finish(true))
    stream.once('error', () => finish(false))
    stream.once('aborted', () => finish(false))
    stream.once('close', () => finish(false))
  })
}
