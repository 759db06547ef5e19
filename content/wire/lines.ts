import type { WireProblem } from './json.js'

/** Feeds on bytes as they arrive; `end` gives what stands without a final line feed. */
export interface LineDecoder {
  push(bytes: Uint8Array): readonly (string | WireProblem)[]
  end(): readonly (string | WireProblem)[]
}

/**
 * Cuts a byte stream into lines at line feeds, dropping a carriage return before them. A line longer than `limit` bytes
 * is skipped to its end and reported once, with its size; memory never holds more than `limit` bytes.
 */
export function createLineDecoder(limit: number = 4 * 1024 * 1024): LineDecoder {
  let pieces: Uint8Array[] = []
  let held = 0
  let skipped = 0

  const finish = (): string | WireProblem => {
    const size = held + skipped
    const line = skipped > 0 ? undefined : join(pieces, held)
    pieces = []
    held = skipped = 0
    if (line === undefined)
      return { problem: 'too-long', detail: `a line of ${size} bytes, at most ${limit}`, size }
    return text(line) ?? { problem: 'not-utf8', detail: 'a line that is not UTF-8', size }
  }
  const take = (piece: Uint8Array): void => {
    if (skipped === 0 && held + piece.length <= limit) {
      if (piece.length > 0) pieces.push(piece.slice())
      held += piece.length
    } else {
      skipped += held + piece.length
      pieces = []
      held = 0
    }
  }

  return {
    push: (bytes) => {
      const lines: (string | WireProblem)[] = []
      let from = 0
      for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, from)) {
        take(bytes.subarray(from, at))
        lines.push(finish())
        from = at + 1
      }
      take(bytes.subarray(from))
      return lines
    },
    end: () => (held + skipped > 0 ? [finish()] : []),
  }
}

function join(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole.at(-1) === 13 ? whole.subarray(0, -1) : whole
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function text(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}
