import { invalid, isText } from './check.js'

/** Bytes of standard base64 in its only canonical form: padded, no white space, no stray bits. Throws PACK_INVALID. */
export function fromBase64(where: string, value: unknown, pinned = false): Uint8Array {
  if (!isText(value)) throw invalid(where, 'base64 is expected')
  let binary: string
  try {
    binary = atob(value)
  } catch (error) {
    throw invalid(where, 'not base64', error)
  }
  if (!pinned && btoa(binary) !== value) throw invalid(where, 'not canonical base64')
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes
}
