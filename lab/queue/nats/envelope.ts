/** How a body becomes bytes and again a body. `decode` gives undefined for bytes that are none: they are hostile. */
export interface Codec<Body> {
  encode(body: Body): Uint8Array
  decode(bytes: Uint8Array): Body | undefined
}

/** UTF-8 bytes an id may have. */
const longestId = 16_384

/** A job as it stands in a stream: length of the id (u32, big endian), the id in UTF-8, the body. */
export function seal(id: string, body: Uint8Array): Uint8Array {
  const name = Buffer.from(id)
  const head = Buffer.alloc(4)
  head.writeUInt32BE(name.length)
  return Buffer.concat([head, name, body])
}

/** The other way; undefined when the bytes are no such thing. */
export function unseal(bytes: Uint8Array): { readonly id: string; readonly body: Uint8Array } | undefined {
  if (bytes.length < 4) return undefined
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
  if (length > longestId || bytes.length < 4 + length) return undefined
  return { id: Buffer.from(bytes.subarray(4, 4 + length)).toString('utf8'), body: bytes.subarray(4 + length) }
}
