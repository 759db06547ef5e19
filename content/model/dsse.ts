/**
 * The bytes that a DSSE signature is over: the pre-authentication encoding of payload type and payload
 * (https://github.com/secure-systems-lab/dsse, protocol v1.0.2).
 */
export function pae(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = new TextEncoder().encode(payloadType)
  const head = new TextEncoder().encode(`DSSEv1 ${type.length} ${payloadType} ${payload.length} `)
  const bytes = new Uint8Array(head.length + payload.length)
  bytes.set(head)
  bytes.set(payload, head.length)
  return bytes
}
