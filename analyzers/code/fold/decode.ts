import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'

/** Most bytes a decoding may give; what would give more is not decoded. */
const most = 65_536

/** Decoders of standard libraries, on text that stands for bytes; undefined when the text is not of the encoding. */
export type Decode = (text: string) => string | undefined

export const decodeBase64: Decode = (text) => {
  const plain = text.replace(/[\s]/g, '')
  if (plain.length < 4 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(plain)) return undefined
  return fromBytes(Buffer.from(plain, 'base64'))
}

export const decodeHex: Decode = (text) => {
  const plain = text.replace(/[\s:]|\\x/g, '')
  if (plain.length < 2 || plain.length % 2 === 1 || !/^[0-9a-fA-F]+$/.test(plain)) return undefined
  return fromBytes(Buffer.from(plain, 'hex'))
}

export const decodeBase32: Decode = (text) => {
  const plain = text.replace(/[\s=]/g, '').toUpperCase()
  if (plain.length < 4 || !/^[A-Z2-7]+$/.test(plain)) return undefined
  const bytes: number[] = []
  let bits = 0
  let value = 0
  for (const letter of plain) {
    value = ((value << 5) | 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter)) & 0xfff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push((value >> bits) & 0xff)
    }
  }
  return fromBytes(Buffer.from(bytes))
}

const alphabet85 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~'

/** Git-style base 85 (Python `base64.b85decode`). */
export const decodeBase85: Decode = (text) => base85(text, (letter) => alphabet85.indexOf(letter), '~')

/** Ascii85 (Python `base64.a85decode`). */
export const decodeAscii85: Decode = (text) =>
  base85(
    text.replaceAll('z', '!!!!!').replace(/^<~|~>$/g, ''),
    (letter) => (letter.codePointAt(0) ?? 0) - 33,
    'u',
  )

function base85(text: string, digit: (letter: string) => number, last: string): string | undefined {
  const plain = text.replace(/\s/g, '')
  const missing = (5 - (plain.length % 5)) % 5
  const padded = plain + last.repeat(missing)
  const bytes: number[] = []
  for (let at = 0; at < padded.length; at += 5) {
    let value = 0
    for (const letter of padded.slice(at, at + 5)) {
      const one = digit(letter)
      if (one < 0 || one > 84) return undefined
      value = value * 85 + one
    }
    if (value > 0xffffffff) return undefined
    bytes.push((value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255)
  }
  return fromBytes(Buffer.from(bytes.slice(0, bytes.length - missing)))
}

export const inflate: Decode = (text) => {
  const bytes = Buffer.from(text, 'latin1')
  for (const unpack of [inflateSync, gunzipSync, inflateRawSync]) {
    try {
      return fromBytes(unpack(bytes, { maxOutputLength: most }))
    } catch {
      continue
    }
  }
  return undefined
}

export const rot13: Decode = (text) =>
  text.replace(/[A-Za-z]/g, (letter) => {
    const base = letter <= 'Z' ? 65 : 97
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base)
  })

export const decodeUrl: Decode = (text) => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** Bytes as text: UTF-8 where they are, else one character per byte, so that a later step can go on. */
function fromBytes(bytes: Buffer): string | undefined {
  if (bytes.length === 0 || bytes.length > most) return undefined
  const text = bytes.toString('utf8')
  return text.includes('\ufffd') ? bytes.toString('latin1') : text
}
