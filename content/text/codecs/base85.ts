export type Base85 = 'ascii85' | 'base85' | 'z85'

/** Adobe Ascii85, RFC 1924 as Python's b85 uses it, and ZeroMQ Z85: the alphabets, in order of value. */
const alphabets: Readonly<Record<Base85, string>> = {
  ascii85: String.fromCharCode(...Array.from({ length: 85 }, (_, i) => 33 + i)),
  base85: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~',
  z85: '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#',
}

/** Five letters for four bytes; a short last group gives one letter more than it has bytes. */
export function encodeBase85(bytes: Uint8Array, variant: Base85): string {
  const alphabet = alphabets[variant]
  let text = ''
  for (let i = 0; i < bytes.length; i += 4) {
    const size = Math.min(4, bytes.length - i)
    let word = 0
    for (let j = 0; j < 4; j++) word = word * 256 + (bytes[i + j] ?? 0)
    if (variant === 'ascii85' && word === 0 && size === 4) {
      text += 'z'
      continue
    }
    let group = ''
    for (let j = 0; j < 5; j++) {
      group = alphabet.charAt(word % 85) + group
      word = Math.floor(word / 85)
    }
    text += group.slice(0, size + 1)
  }
  return text
}

/** Letter -> its value, by variant. */
const values = {
  ascii85: valuesOf(alphabets.ascii85),
  base85: valuesOf(alphabets.base85),
  z85: valuesOf(alphabets.z85),
}
const none = 255

function valuesOf(alphabet: string): Uint8Array {
  const found = new Uint8Array(128).fill(255)
  for (let value = 0; value < alphabet.length; value++) found[alphabet.charCodeAt(value)] = value
  return found
}

/** Reads one of the variants. Undefined when a letter or a group is not of it. */
export function decodeBase85(text: string, variant: Base85): Uint8Array | undefined {
  const digits = values[variant]
  const out = new Uint8Array(variant === 'ascii85' ? text.length * 4 : text.length)
  let length = 0
  let word = 0
  let inGroup = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x7a && variant === 'ascii85' && inGroup === 0) {
      length += 4
      continue
    }
    const digit = digits[code] ?? none
    if (digit === none) return undefined
    word = word * 85 + digit
    inGroup += 1
    if (inGroup < 5) continue
    if (word > 0xffffffff) return undefined
    for (let shift = 24; shift >= 0; shift -= 8) out[length++] = word >>> shift
    word = 0
    inGroup = 0
  }
  if (inGroup === 1) return undefined
  if (inGroup === 0) return out.slice(0, length)
  for (let missing = inGroup; missing < 5; missing++) word = word * 85 + 84
  if (word > 0xffffffff) return undefined
  for (let left = inGroup - 1, shift = 24; left > 0; left--, shift -= 8) out[length++] = word >>> shift
  return out.slice(0, length)
}
