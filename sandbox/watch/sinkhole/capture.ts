/** Remembers the start of what passes by. */
export interface Capture {
  readonly add: (chunk: Buffer) => void
  readonly bytes: () => Buffer
}

export function createCapture(cap: number): Capture {
  const parts: Buffer[] = []
  let size = 0
  return {
    add(chunk) {
      const room = chunk.subarray(0, Math.max(0, cap - size))
      size += room.length
      if (room.length > 0) parts.push(room)
    },
    bytes: () => Buffer.concat(parts),
  }
}
