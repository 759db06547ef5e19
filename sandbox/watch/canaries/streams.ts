import { decodeBase32 } from '@clawback/text'
import type { Egress } from './egress.js'

/** Pieces that went the same way, in the order they were sent. */
export interface EgressStream {
  /** Values already found whole in one of the pieces. */
  readonly found: ReadonlySet<string>
  /** What each piece was in by itself; empty when it was nothing. */
  readonly encoding: string
  joined(): Uint8Array
  /** The piece with which `has` becomes true of everything sent so far. `has` must hold for {@link joined}. */
  completing(has: (bytes: Uint8Array) => boolean): Piece
}

type Piece = Omit<Egress, 'bytes' | 'stream'>

/** Undoes the encoding that pieces were put into one by one; undefined when one of them is not in it. */
type Undo = (piece: Uint8Array) => Uint8Array | undefined

const plain: Undo = (piece) => piece
const base64: Undo = (piece) => {
  const text = Buffer.from(piece).toString('latin1')
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : undefined
}
const base32: Undo = (piece) => decodeBase32(Buffer.from(piece).toString('latin1').toUpperCase())

/** Ways to put pieces together again, with the name of the encoding that each undoes. */
const ways: readonly (readonly [name: string, undo: Undo])[] = [
  ['', plain],
  ['base64', base64],
  ['base32', base32],
]

export interface EgressStreams {
  /** False when there is no room for it: it will not be joined. */
  add(name: string, egress: Egress, found: ReadonlySet<string>): boolean
  /** Streams of more than one piece. */
  split(): readonly EgressStream[]
  clear(): void
}

/** Bounds of one run: streams, pieces of a stream, bytes of a stream. What comes later is not joined. */
const bounds = { streams: 1024, pieces: 4096, bytes: 256 << 10 }

export function createStreams(): EgressStreams {
  const streams = new Map<string, Pieces>()

  return {
    add(name, egress, found) {
      const stream = streams.get(name) ?? { pieces: [], size: 0, last: '', found: new Set() }
      if (!streams.has(name) && streams.size >= bounds.streams) return false
      streams.set(name, stream)
      for (const id of found) stream.found.add(id)
      // Resolvers ask for A and AAAA: the same piece twice in a row is one piece.
      const text = Buffer.from(egress.bytes).toString('latin1')
      if (text === stream.last) return true
      stream.last = text
      if (stream.pieces.length >= bounds.pieces || stream.size + egress.bytes.length > bounds.bytes)
        return false
      stream.size += egress.bytes.length
      stream.pieces.push({ ...egress, bytes: Buffer.from(egress.bytes) })
      return true
    },
    split: () =>
      [...streams.values()]
        .filter(({ pieces }) => pieces.length > 1)
        .flatMap((stream) => ways.flatMap(([name, undo]) => asStream(stream, name, undo))),
    clear: () => streams.clear(),
  }
}

interface Pieces {
  readonly pieces: Egress[]
  size: number
  last: string
  readonly found: Set<string>
}

function asStream({ pieces, found }: Pieces, encoding: string, undo: Undo): readonly EgressStream[] {
  const parts: Uint8Array[] = []
  for (const { bytes } of pieces) {
    const part = undo(bytes)
    if (part === undefined) return []
    parts.push(part)
  }
  const upTo = (count: number): Uint8Array => Buffer.concat(parts.slice(0, count))
  return [
    {
      found,
      encoding,
      joined: () => upTo(parts.length),
      completing(has) {
        let low = 1
        let high = parts.length
        while (low < high) {
          const middle = (low + high) >> 1
          if (has(upTo(middle))) high = middle
          else low = middle + 1
        }
        const { bytes: _, stream: __, ...piece } = pieces[low - 1] as Egress
        return piece
      },
    },
  ]
}
