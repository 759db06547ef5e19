/** The encodings of Sigma's transformation modifiers (Sigma modifiers 2.1, Encoding), over UTF-8. */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

export function base64(bytes: Uint8Array): string {
  let out = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(i, i + 3)
    const word = (a << 16) | (b << 8) | c
    out += [18, 12, 6, 0].map((shift) => alphabet[(word >> shift) & 63] ?? '').join('')
  }
  const rest = bytes.length % 3
  return rest === 0 ? out : out.slice(0, rest - 3) + '='.repeat(3 - rest)
}

/** What stays the same of the base64 of `bytes` at each of the three offsets it may have in a longer text. */
export function base64offsets(bytes: Uint8Array): string[] {
  return [0, 1, 2].map((shift) => {
    const shifted = new Uint8Array(bytes.length + shift)
    shifted.set(bytes, shift)
    const bits = shifted.length * 8
    return base64(shifted).slice([0, 2, 3][shift], Math.floor(bits / 6))
  })
}

/** UTF-16 bytes as the text they make when each byte is read as one character. */
export function wide(text: string, order: 'le' | 'be'): string {
  let out = ''
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    const [low, high] = [String.fromCharCode(unit & 0xff), String.fromCharCode(unit >> 8)]
    out += order === 'le' ? low + high : high + low
  }
  return out
}

/** Bytes of a text whose characters stand for bytes (after {@link wide}). */
export function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (c) => c.charCodeAt(0) & 0xff)
}

const dashes = ['-', '/', '\u2013', '\u2014', '\u2015'] as const

/**
 * Every spelling of the command-line switches in a text (windash): dashes and slashes that begin a word after
 * something that is none, in all combinations. Undefined when there are more than `most`.
 */
export function windash(text: string, most: number): string[] | undefined {
  const at = [...text.matchAll(/(?<![\p{L}\p{N}_])[-/\u2013\u2014\u2015](?=[\p{L}\p{N}_])/gu)].map(
    (match) => match.index,
  )
  if (at.length === 0) return [text]
  const spell = (choice: readonly string[]): string => {
    const units = text.split('')
    at.forEach((index, i) => (units[index] = choice[i] ?? '-'))
    return units.join('')
  }
  if (dashes.length ** at.length > most) return undefined
  let choices: string[][] = [[]]
  for (const _ of at) choices = choices.flatMap((head) => dashes.map((dash) => [...head, dash]))
  return choices.map(spell)
}
