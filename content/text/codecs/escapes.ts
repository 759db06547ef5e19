import { utf8 } from './bytes.js'

/** Percent decoding (RFC 3986, 2.1): escapes become bytes, everything else its UTF-8. */
export function decodePercent(text: string): Uint8Array {
  const out: number[] = []
  for (let i = 0; i < text.length;) {
    const escape = /^%([0-9a-fA-F]{2})/.exec(text.slice(i, i + 3))
    if (escape?.[1] !== undefined) {
      out.push(parseInt(escape[1], 16))
      i += 3
      continue
    }
    const letter = String.fromCodePoint(text.codePointAt(i) ?? 0)
    out.push(...utf8(letter))
    i += letter.length
  }
  return Uint8Array.from(out)
}

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

/** The code points of a text, last first. */
export function reverse(text: string): string {
  return Array.from(text).reverse().join('')
}
