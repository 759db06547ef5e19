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

/** Reads one of the variants. Undefined when a letter or a group is not of it. */
export function decodeBase85(text: string, variant: Base85): Uint8Array | undefined {
  const alphabet = alphabets[variant]
  const out: number[] = []
  let group: number[] = []
  const flush = (): boolean => {
    const missing = 5 - group.length
    const word = [...group, ...new Array<number>(missing).fill(84)].reduce(
      (sum, digit) => sum * 85 + digit,
      0,
    )
    for (let j = 0; j < 4 - missing; j++) out.push(Math.floor(word / 256 ** (3 - j)) & 0xff)
    group = []
    return word <= 0xffffffff
  }
  for (const letter of text) {
    if (letter === 'z' && variant === 'ascii85' && group.length === 0) out.push(0, 0, 0, 0)
    else {
      const digit = alphabet.indexOf(letter)
      if (digit < 0) return undefined
      group.push(digit)
      if (group.length === 5 && !flush()) return undefined
    }
  }
  if (group.length === 1) return undefined
  return group.length === 0 || flush() ? Uint8Array.from(out) : undefined
}
