import type { Egress } from './egress.js'

/** Pieces that went the same way, in the order they were sent. */
export interface EgressStream {
  /** Values already found whole in one of the pieces. */
  readonly found: ReadonlySet<string>
  joined(): Uint8Array
  /** The piece with which `has` becomes true of everything sent so far. `has` must hold for {@link joined}. */
  completing(has: (bytes: Uint8Array) => boolean): Piece
}

type Piece = Omit<Egress, 'bytes' | 'stream'>

export interface EgressStreams {
  add(name: string, egress: Egress, found: ReadonlySet<string>): void
  /** Streams of more than one piece. */
  split(): readonly EgressStream[]
  clear(): void
}

/** Bounds of one run: streams, pieces of a stream, bytes of a stream. What comes later is not joined. */
const bounds = { streams: 256, pieces: 4096, bytes: 256 << 10 }

export function createStreams(): EgressStreams {
  const streams = new Map<string, Pieces>()

  return {
    add(name, egress, found) {
      const stream = streams.get(name) ?? { pieces: [], size: 0, last: '', found: new Set() }
      if (streams.size < bounds.streams) streams.set(name, stream)
      for (const id of found) stream.found.add(id)
      // Resolvers ask for A and AAAA: the same piece twice in a row is one piece.
      const text = Buffer.from(egress.bytes).toString('latin1')
      if (text === stream.last) return
      stream.last = text
      if (stream.pieces.length >= bounds.pieces || stream.size + egress.bytes.length > bounds.bytes) return
      stream.size += egress.bytes.length
      stream.pieces.push({ ...egress, bytes: Buffer.from(egress.bytes) })
    },
    split: () => [...streams.values()].filter(({ pieces }) => pieces.length > 1).map(asStream),
    clear: () => streams.clear(),
  }
}

interface Pieces {
  readonly pieces: Egress[]
  size: number
  last: string
  readonly found: Set<string>
}

function asStream({ pieces, found }: Pieces): EgressStream {
  const upTo = (count: number): Uint8Array => Buffer.concat(pieces.slice(0, count).map(({ bytes }) => bytes))
  return {
    found,
    joined: () => upTo(pieces.length),
    completing(has) {
      let low = 1
      let high = pieces.length
      while (low < high) {
        const middle = (low + high) >> 1
        if (has(upTo(middle))) high = middle
        else low = middle + 1
      }
      const { bytes: _, stream: __, ...piece } = pieces[low - 1] as Egress
      return piece
    },
  }
}
