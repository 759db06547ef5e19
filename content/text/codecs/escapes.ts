import { utf8 } from './bytes.js'

/** Percent decoding (RFC 3986, 2.1): escapes become bytes, everything else its UTF-8. */
export function decodePercent(text: string): Uint8Array {
  const bytes = utf8(text)
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number
    const high = byte === percent ? (digits[bytes[at + 1] ?? 0] as number) : none
    const low = high === none ? none : (digits[bytes[at + 2] ?? 0] as number)
    bytes[length++] = low === none ? byte : (high << 4) | low
    if (low !== none) at += 2
  }
  return bytes.slice(0, length)
}

const percent = 0x25
const none = 255
/** What a byte is worth as a hexadecimal digit. */
const digits = Uint8Array.from({ length: 256 }, (_, code) => {
  const digit = '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase())
  return digit < 0 ? none : digit
})

/** Undoes JavaScript, JSON, Python and C escapes: \xHH, \uHHHH, \u{H}, \UHHHHHHHH and octal. */
export function decodeEscapes(text: string): string {
  return text.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|U([0-9a-fA-F]{8})|([0-7]{3}))/g,
    (whole, ...groups: (string | undefined)[]) => {
      const octal = groups[4]
      const code = octal === undefined ? parseInt(groups.slice(0, 4).join(''), 16) : parseInt(octal, 8)
      return code > 0x10ffff ? whole : String.fromCodePoint(code)
    },
  )
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  colon: ':',
  sol: '/',
  lpar: '(',
  rpar: ')',
  tab: '\t',
  newline: '\n',
}

/** Undoes HTML character references: numeric ones and the few named ones that hide commands. */
export function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([A-Za-z]{2,8}));/g,
    (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
      if (name !== undefined)
        return Object.hasOwn(named, name.toLowerCase()) ? (named[name.toLowerCase()] ?? whole) : whole
      const code = hex === undefined ? Number(decimal) : parseInt(hex, 16)
      return code > 0x10ffff ? whole : String.fromCodePoint(code)
    },
  )
}

/** Rotates Latin letters by 13; its own inverse. */
export function rot13(text: string): string {
  return text.replace(/[a-zA-Z]/g, (letter) => {
    const base = letter <= 'Z' ? 65 : 97
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base)
  })
}

/** The same, of the UTF-8 of a text. */
export function rotatedBytes(text: string): Uint8Array {
  const bytes = utf8(text)
  for (let at = 0; at < bytes.length; at++) bytes[at] = turnedBy13[bytes[at] as number] as number
  return bytes
}

const turnedBy13 = Uint8Array.from({ length: 256 }, (_, code) =>
  code < 128 ? rot13(String.fromCharCode(code)).charCodeAt(0) : code,
)

/** UTF-8 of the code points of a text, last first. */
export function reversedBytes(text: string): Uint8Array {
  const bytes = utf8(text)
  return bytes.length === text.length ? bytes.reverse() : utf8(reverse(text))
}

/** The code points of a text, last first. */
export function reverse(text: string): string {
  return Array.from(text).reverse().join('')
}
