/** Bytes that arrive in pieces and are taken off the front, without copying all that waits for every piece. */
export interface Gather {
  add(chunk: Buffer): void
  readonly size: () => number
  /** The first bytes in one piece, at least so many when that many are there. They stay. */
  peek(count: number): Buffer
  /** Takes bytes off the front. */
  drop(count: number): void
}

export function createGather(): Gather {
  let parts: Buffer[] = []
  let size = 0
  const peek = (count: number): Buffer => {
    if (size === 0) return Buffer.alloc(0)
    if ((parts[0] as Buffer).length < count && parts.length > 1) parts = [Buffer.concat(parts)]
    return parts[0] as Buffer
  }
  return {
    add(chunk) {
      if (chunk.length === 0) return
      parts.push(chunk)
      size += chunk.length
    },
    size: () => size,
    peek,
    drop(count) {
      const rest = peek(count).subarray(count)
      size -= Math.min(count, size)
      parts = rest.length > 0 ? [rest, ...parts.slice(1)] : parts.slice(1)
    },
  }
}
