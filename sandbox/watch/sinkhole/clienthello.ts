/** What a TLS ClientHello says in the clear (RFC 8446, 4.1.2; RFC 6066, 3; RFC 7301). */
export interface ClientHello {
  readonly serverName?: string
  readonly protocols: readonly string[]
}

/** Largest TLS record with its header (RFC 8446, 5.1). */
const maxRecord = 5 + (1 << 14)

/** Whether bytes can be the start of a TLS record that holds a ClientHello. */
export function looksLikeTls(bytes: Uint8Array): boolean {
  return (
    bytes[0] === 0x16 && (bytes.length < 2 || bytes[1] === 0x03) && (bytes.length < 6 || bytes[5] === 0x01)
  )
}

/** Bytes of the first TLS record, header included; undefined until the header is there. */
export function tlsRecordLength(bytes: Uint8Array): number | undefined {
  if (bytes.length < 5) return undefined
  return Math.min(maxRecord, 5 + (((bytes[3] ?? 0) << 8) | (bytes[4] ?? 0)))
}

/** Reads the ClientHello of a TLS record. What is cut short or malformed is left out; never throws. */
export function parseClientHello(bytes: Uint8Array): ClientHello | undefined {
  if (!looksLikeTls(bytes)) return undefined
  const cursor = createCursor(bytes, 5 + 4 + 2 + 32)
  cursor.skip(cursor.number(1))
  cursor.skip(cursor.number(2))
  cursor.skip(cursor.number(1))
  const end = cursor.number(2) + cursor.at()
  let serverName: string | undefined
  let protocols: readonly string[] = []
  while (cursor.at() + 4 <= Math.min(end, bytes.length)) {
    const type = cursor.number(2)
    const body = cursor.take(cursor.number(2))
    if (type === 0) serverName = readServerName(body)
    if (type === 16) protocols = readProtocols(body)
  }
  return serverName === undefined ? { protocols } : { serverName, protocols }
}

function readServerName(body: Uint8Array): string | undefined {
  const cursor = createCursor(body, 2)
  if (cursor.number(1) !== 0) return undefined
  const name = Buffer.from(cursor.take(cursor.number(2))).toString('latin1')
  return /^[\x21-\x7e]{1,253}$/.test(name) ? name.toLowerCase() : undefined
}

function readProtocols(body: Uint8Array): readonly string[] {
  const cursor = createCursor(body, 2)
  const names: string[] = []
  while (cursor.at() < body.length && names.length < 16)
    names.push(Buffer.from(cursor.take(cursor.number(1))).toString('latin1'))
  return names.filter((name) => /^[\x21-\x7e]+$/.test(name))
}

/** Reads big-endian numbers and slices; past the end there are zeros and nothing. */
function createCursor(bytes: Uint8Array, start: number) {
  let position = start
  return {
    at: (): number => position,
    number(width: 1 | 2): number {
      const high = width === 2 ? (bytes[position] ?? 0) << 8 : 0
      const value = high | (bytes[position + width - 1] ?? 0)
      position += width
      return value
    },
    skip(count: number): void {
      position += count
    },
    take(count: number): Uint8Array {
      const slice = bytes.subarray(position, position + count)
      position += count
      return slice
    },
  }
}
