/**
 * A value with bytes in it, as bytes: length of the head (u32, big endian), the head in JSON, and all bytes one after
 * another; where bytes stood in the value the head has `{"$bytes": [start, length]}`. Nothing in it can be run, and
 * equal values give equal bytes.
 */
export function encodePacket(value: unknown): Uint8Array {
  const parts: Uint8Array[] = []
  let at = 0
  const take = (one: unknown): unknown => {
    if (one instanceof Uint8Array) {
      parts.push(one)
      at += one.length
      return { $bytes: [at - one.length, one.length] }
    }
    if (Array.isArray(one)) return one.map(take)
    if (typeof one !== 'object' || one === null) return one
    return Object.fromEntries(Object.entries(one).map(([name, member]) => [name, take(member)]))
  }
  const head = Buffer.from(JSON.stringify(take(value)))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(head.length)
  return Buffer.concat([length, head, ...parts])
}

/**
 * The other way; undefined for what is no packet, and for a head of more bytes than `longestHead`. What it gives is still to
 * be checked: anybody may have made it.
 */
export function decodePacket(bytes: Uint8Array, longestHead: number = Infinity): unknown {
  if (bytes.length < 4) return undefined
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
  if (length > longestHead || 4 + length > bytes.length) return undefined
  const rest = bytes.subarray(4 + length)
  const put = (one: unknown, depth: number): unknown => {
    if (depth > deepest) throw new RangeError('too deep')
    if (Array.isArray(one)) return one.map((member) => put(member, depth + 1))
    if (typeof one !== 'object' || one === null) return one
    const place = (one as { readonly $bytes?: unknown }).$bytes
    if (place !== undefined) return cut(rest, place)
    return Object.fromEntries(Object.entries(one).map(([name, member]) => [name, put(member, depth + 1)]))
  }
  try {
    return put(JSON.parse(Buffer.from(bytes.subarray(4, 4 + length)).toString('utf8')), 0)
  } catch {
    return undefined
  }
}

/** Levels of a packet. */
const deepest = 12

function cut(bytes: Uint8Array, place: unknown): Uint8Array {
  const [start, length] = Array.isArray(place) ? (place as unknown[]) : []
  if (!isCount(start) || !isCount(length) || start + length > bytes.length)
    throw new RangeError('no such bytes')
  return new Uint8Array(bytes.buffer, bytes.byteOffset + start, length)
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
