import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib'

const steps: ReadonlyMap<string, (bytes: Buffer, cap: number) => Promise<Buffer>> = new Map([
  ['gzip', (bytes: Buffer, cap: number) => promisify(gunzip)(bytes, { maxOutputLength: cap })],
  ['x-gzip', (bytes: Buffer, cap: number) => promisify(gunzip)(bytes, { maxOutputLength: cap })],
  ['br', (bytes: Buffer, cap: number) => promisify(brotliDecompress)(bytes, { maxOutputLength: cap })],
  ['deflate', inflateEither],
])

/** A body after its `content-encoding` was undone. `problem` says why it was left as it came. */
export interface DecodedBody {
  readonly bytes: Buffer
  readonly problem?: 'too-large' | 'malformed' | 'unknown-encoding'
}

/** Undoes up to four content encodings, each giving at most `cap` bytes (RFC 9110, 8.4). Never throws. */
export async function decodeBody(
  body: Buffer,
  encoding: string | undefined,
  cap: number,
): Promise<DecodedBody> {
  let bytes = body
  for (const name of (encoding ?? '')
    .toLowerCase()
    .split(',')
    .map((part) => part.trim())
    .reverse()
    .slice(0, 4)) {
    if (name === '' || name === 'identity') continue
    const step = steps.get(name)
    if (step === undefined) return { bytes, problem: 'unknown-encoding' }
    try {
      bytes = await step(bytes, cap)
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      return { bytes, problem: code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'malformed' }
    }
  }
  return { bytes }
}

/** `deflate` means zlib in the standard and raw deflate in the wild. */
async function inflateEither(bytes: Buffer, cap: number): Promise<Buffer> {
  const options = { maxOutputLength: cap }
  return promisify(inflate)(bytes, options).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw error
    return promisify(inflateRaw)(bytes, options)
  })
}
