/** A text in two pieces. */
export function halves(text: string): readonly [string, string] {
  const middle = Math.ceil(text.length / 2)
  return [text.slice(0, middle), text.slice(middle)]
}

/** Every double-quoted literal of a seed, replaced; seeds hold no escapes and no other quotes. */
export function overLiterals(code: string, change: (literal: string) => string): string {
  return code.replace(/"([^"\\\n]*)"/g, (_, literal: string) => change(literal))
}

/** The pieces of a shell program that are not quoted, replaced; a first line with `#!` stays. */
export function overWords(code: string, change: (bare: string) => string): string {
  const [first = '', ...rest] = code.split('\n')
  const body = rest
    .join('\n')
    .split(/("[^"\n]*")/)
    .map((piece) => (piece.startsWith('"') ? piece : change(piece)))
    .join('')
  return `${first}\n${body}`
}

export function base64(text: string | Uint8Array): string {
  return Buffer.from(text).toString('base64')
}

export function hex(text: string | Uint8Array): string {
  return Buffer.from(text).toString('hex')
}

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~'

/** Base 85 as Python's `base64.b85encode` writes it. */
export function base85(text: string): string {
  const bytes = Buffer.from(text)
  const missing = (4 - (bytes.length % 4)) % 4
  const padded = Buffer.concat([bytes, Buffer.alloc(missing)])
  let out = ''
  for (let at = 0; at < padded.length; at += 4) {
    let value = padded.readUInt32BE(at)
    let group = ''
    for (let i = 0; i < 5; i++) {
      group = (digits[value % 85] ?? '') + group
      value = Math.floor(value / 85)
    }
    out += group
  }
  return out.slice(0, out.length - missing)
}

/** Single-quoted for a shell. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

export function reversed(text: string): string {
  return Array.from(text).reverse().join('')
}

export function codesOf(text: string, key = 0): string {
  return `[${Array.from(Buffer.from(text), (byte) => byte ^ key).join(', ')}]`
}
