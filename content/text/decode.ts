import { fromUtf8, latin1 } from './codecs/bytes.js'
import { candidates } from './candidates.js'
import { meaningful } from './meaningful.js'

/** Undoes one compression (gzip, zlib, raw deflate or brotli, by trying); undefined when it is none. Must be bounded. */
export type Inflate = (bytes: Uint8Array) => Uint8Array | undefined

export interface DecodeOptions {
  /** Most decoding steps on top of each other. Default 3. */
  readonly depth?: number
  /** Most bytes produced over all layers. Default 4 MiB. */
  readonly bytes?: number
  /** Most stretches tried over all layers. Default 2048. */
  readonly candidates?: number
  readonly inflate?: Inflate
  /** Which results count; the default keeps readable text and known file types. */
  readonly keep?: (bytes: Uint8Array) => boolean
  /** Whether lines are also read backwards and rotated. Default true. */
  readonly prose?: boolean
}

/** Something readable that was found encoded in something else. */
export interface Decoded {
  /** Encodings, outermost first, joined by `>`: `base64>gzip`. */
  readonly encoding: string
  /** Number of steps. */
  readonly depth: number
  /** Place of the outermost encoded stretch, in UTF-16 units of the text (bytes when bytes were given). */
  readonly start: number
  readonly end: number
  readonly bytes: Uint8Array
  /** The bytes as UTF-8, when they are. */
  readonly text?: string
}

interface Layer {
  readonly text: string
  readonly chain: readonly string[]
  readonly start: number
  readonly end: number
}

/**
 * Finds and undoes base64 (both alphabets, wrapped lines), base32, base58, base85, hex, percent, JavaScript and HTML
 * escapes, character codes, rot13, reversal and (by `inflate`) compression, layer by layer, breadth first. Every bound
 * is a hard one: what lies past it is not looked at.
 */
export function decodeLayers(input: string | Uint8Array, options: DecodeOptions = {}): readonly Decoded[] {
  return [...eachLayer(input, options)]
}

/** The same, one by one: whoever has seen enough need not wait for the rest. */
export function* eachLayer(input: string | Uint8Array, options: DecodeOptions = {}): Generator<Decoded> {
  const { depth = 3, bytes = 4 * 1024 * 1024, inflate, keep = meaningful } = options
  const seen = new Set<string>()
  const queue: Layer[] = [root(input)]
  let budget = bytes
  let tries = options.candidates ?? 2048
  for (let layer = queue.shift(); layer !== undefined; layer = queue.shift()) {
    if (layer.chain.length >= depth) continue
    for (const candidate of candidates(layer.text, options.prose)) {
      if (--tries < 0 || budget <= 0) return
      const undone = candidate.decode()
      if (undone === undefined || undone.length === 0 || undone.length > budget) continue
      for (const { bytes: result, steps } of readings(undone, candidate.encoding, inflate)) {
        if (!keep(result)) continue
        const key = `${steps.join('>')}|${latin1(result.subarray(0, 64))}|${result.length}|${layer.chain.join('>')}`
        if (seen.has(key)) continue
        seen.add(key)
        budget -= result.length
        const chain = [...layer.chain, ...steps]
        const place = layer.chain.length === 0 ? candidate : { start: layer.start, end: layer.end }
        const text = fromUtf8(result)
        yield {
          encoding: chain.join('>'),
          depth: chain.length,
          start: place.start,
          end: place.end,
          bytes: result,
          ...(text === undefined ? {} : { text }),
        }
        queue.push({ text: text ?? latin1(result), chain, start: place.start, end: place.end })
      }
    }
  }
}

interface Reading {
  readonly bytes: Uint8Array
  readonly steps: readonly string[]
}

/** Bytes as they are and inflated. Almost anything inflates to something in formats that have no mark of their own. */
function readings(bytes: Uint8Array, encoding: string, inflate: Inflate | undefined): readonly Reading[] {
  const inflated = inflate?.(bytes)
  const plain = { bytes, steps: [encoding] }
  if (inflated === undefined) return [plain]
  const packed = { bytes: inflated, steps: [encoding, 'compressed'] }
  return isMarked(bytes) ? [packed] : [plain, packed]
}

/** Whether bytes begin as gzip (RFC 1952) or zlib (RFC 1950) does. */
function isMarked([first = 0, second = 0]: Uint8Array): boolean {
  return (first === 0x1f && second === 0x8b) || (first === 0x78 && [0x01, 0x9c, 0xda].includes(second))
}

function root(input: string | Uint8Array): Layer {
  const text = typeof input === 'string' ? input : (fromUtf8(input) ?? latin1(input))
  return { text, chain: [], start: 0, end: text.length }
}
