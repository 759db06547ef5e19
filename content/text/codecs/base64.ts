const standard = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const values = new Int8Array(128).fill(-1)
for (let i = 0; i < 64; i++) values[standard.charCodeAt(i)] = i
values[0x2d] = 62
values[0x5f] = 63

/** base64 (RFC 4648, 4), or base64url without padding (5). */
export function encodeBase64(bytes: Uint8Array, url = false): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i
    const word = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    text += standard.charAt(word >>> 18) + standard.charAt((word >>> 12) & 63)
    text += left > 1 ? standard.charAt((word >>> 6) & 63) : '='
    text += left > 2 ? standard.charAt(word & 63) : '='
  }
  return url ? text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') : text
}

/** Reads base64 of either alphabet, padded or not, with white space. Undefined when anything else is in it. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const out = new Uint8Array(Math.floor((text.length * 3) / 4))
  let length = 0
  let word = 0
  let bits = 0
  let ended = false
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x3d) ended = true
    if (code === 0x3d || code === 0x20 || (code >= 0x09 && code <= 0x0d)) continue
    const value = code < 128 ? (values[code] ?? -1) : -1
    if (value < 0 || ended) return undefined
    word = ((word << 6) | value) & 0xffffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    out[length++] = (word >>> bits) & 0xff
  }
  return bits === 6 ? undefined : out.slice(0, length)
}
