/** Reads bits of a compressed stream, least significant first (RFC 1951, 3.1.1; RFC 7932, 1.5.1). */
export interface Bits {
  /** The next `count` bits, at most 24, as a number. Past the end they are zeros, and {@link spent} says so. */
  take(count: number): number
  /** More was asked for than there is: a whole stream would have it. */
  readonly spent: () => boolean
  /** Goes on at the next whole byte and gives the bits that were left over. */
  align(): number
  /** Whole bytes that are left behind the last one begun. */
  readonly left: () => number
}

export function readBits(bytes: Uint8Array): Bits {
  let at = 0
  const take = (count: number): number => {
    let value = 0
    for (let i = 0; i < count; i++, at++) value |= (((bytes[at >> 3] ?? 0) >> (at & 7)) & 1) << i
    return value
  }
  return {
    take,
    spent: () => at > bytes.length * 8,
    align: () => take((8 - (at & 7)) & 7),
    left: () => Math.max(0, bytes.length - ((at + 7) >> 3)),
  }
}
