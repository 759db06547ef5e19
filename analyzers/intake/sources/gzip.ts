import { createGunzip } from 'node:zlib'
import type { IntakeLimits } from '../limits.js'
import { packingOf, headBytes } from '../magic.js'
import type { Source } from '../entry.js'
import { readPlainFile } from './folder.js'
import { readTar } from './tar.js'

/** What is packed would grow past the limit. */
export class RatioError extends Error {}

/** A gzipped tar as its members, any other gzipped file as the one file it holds, called `name`. */
export async function* readGzip(path: string, name: string, limits: IntakeLimits): Source {
  const bytes = gunzip(path, limits)
  try {
    const { head, whole } = await peek(bytes, headBytes)
    if (packingOf(head) === 'tar') yield* readTar(whole)
    else yield { type: 'file', path: name, executable: false, content: () => whole }
  } finally {
    await bytes.return(undefined)
  }
}

/** Unpacks while the ratio of what came out to what went in stays within its limit. */
async function* gunzip(path: string, limits: IntakeLimits): AsyncGenerator<Uint8Array> {
  let packed = 0
  let unpacked = 0
  const stream = createGunzip()
  const feeding = (async (): Promise<void> => {
    for await (const chunk of readPlainFile(path)) {
      packed += chunk.length
      if (stream.destroyed) return
      if (!stream.write(Buffer.from(chunk))) await writable(stream)
    }
    stream.end()
  })().catch((error: unknown) => stream.destroy(error instanceof Error ? error : new Error(String(error))))
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      unpacked += chunk.length
      if (unpacked > 1024 * 1024 && unpacked > packed * limits.ratio)
        throw new RatioError(`more than ${limits.ratio} bytes per packed byte`)
      yield chunk
    }
  } finally {
    stream.destroy()
    await feeding
  }
}

/** Resolves when more can be written, or nothing ever will be. */
async function writable(stream: NodeJS.EventEmitter): Promise<void> {
  await new Promise<void>((resolve) => {
    const go = (): void => {
      stream.off('drain', go).off('close', go)
      resolve()
    }
    stream.once('drain', go).once('close', go)
  })
}

interface Peeked {
  readonly head: Uint8Array
  /** The stream from its start. */
  readonly whole: AsyncIterable<Uint8Array>
}

/** Looks at the first bytes of a stream without losing them. */
async function peek(bytes: AsyncGenerator<Uint8Array>, count: number): Promise<Peeked> {
  let head = Buffer.alloc(0)
  while (head.length < count) {
    const next = await bytes.next()
    if (next.done === true) break
    head = Buffer.concat([head, next.value])
  }
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield head
    yield* bytes
  }
  return { head: head.subarray(0, count), whole: whole() }
}
