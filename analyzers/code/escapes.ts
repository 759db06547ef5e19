const simple: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\u0007',
  e: '\u001b',
  '0': '\0',
  '\n': '',
}

const escape =
  /\\(?:x([0-9A-Fa-f]{2})|u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([0-7]{1,3})|([^]))/g

/**
 * Undoes the escapes that Python, JavaScript and `$'…'` of Bash share. An unknown one gives the character itself
 * (JavaScript), or stays as written (`keepUnknown`: Python, Bash).
 */
export function unescapeText(text: string, keepUnknown = false): string {
  if (!text.includes('\\')) return text
  return text.replace(
    escape,
    (all: string, x?: string, braced?: string, u?: string, U?: string, o?: string, c?: string) => {
      const hex = x ?? braced ?? u ?? U
      if (hex !== undefined) return codePoint(parseInt(hex, 16), all)
      if (o !== undefined) return codePoint(parseInt(o, 8), all)
      if (c !== undefined && Object.hasOwn(simple, c)) return simple[c] ?? ''
      if (c === '\\' || c === '"' || c === "'" || c === '`') return c
      return keepUnknown ? all : (c ?? '')
    },
  )
}

function codePoint(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise
}
