const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** base32 (RFC 4648, 6), padded. */
export function encodeBase32(bytes: Uint8Array): string {
  let text = ''
  let word = 0
  let bits = 0
  for (const byte of bytes) {
    word = ((word << 8) | byte) & 0xfff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet.charAt((word >>> bits) & 31)
    }
  }
  if (bits > 0) text += alphabet.charAt((word << (5 - bits)) & 31)
  return text.padEnd(Math.ceil(text.length / 8) * 8, '=')
}

/** Reads base32 of either case, padded or not. Undefined when anything else is in it. */
export function decodeBase32(text: string): Uint8Array | undefined {
  const out: number[] = []
  let word = 0
  let bits = 0
  for (const letter of text.toUpperCase().replace(/={1,6}$/, '')) {
    const value = alphabet.indexOf(letter)
    if (value < 0) return undefined
    word = ((word << 5) | value) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    out.push((word >>> bits) & 0xff)
  }
  return bits >= 5 ? undefined : Uint8Array.from(out)
}
