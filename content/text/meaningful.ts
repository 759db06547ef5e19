import { fromUtf8 } from './codecs/bytes.js'

/** First bytes of file types worth reporting when they come out of a decoder. */
const magics: readonly (readonly number[])[] = [
  [0x1f, 0x8b],
  [0x7f, 0x45, 0x4c, 0x46],
  [0x4d, 0x5a, 0x90],
  [0x50, 0x4b, 0x03, 0x04],
  [0x42, 0x5a, 0x68],
  [0xfd, 0x37, 0x7a, 0x58, 0x5a],
  [0x28, 0xb5, 0x2f, 0xfd],
  [0x00, 0x61, 0x73, 0x6d],
  [0xca, 0xfe, 0xba, 0xbe],
  [0xcf, 0xfa, 0xed, 0xfe],
  [0x89, 0x50, 0x4e, 0x47],
  [0x25, 0x50, 0x44, 0x46],
]

/** Whether decoded bytes are readable text or a known file type. Chance decodings of ordinary words are neither. */
export function meaningful(bytes: Uint8Array): boolean {
  if (bytes.length < 6) return false
  if (magics.some((magic) => magic.every((byte, i) => bytes[i] === byte))) return true
  // What comes out of a decoder by chance nearly always holds a control character.
  for (const byte of bytes.subarray(0, 4093))
    if ((byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) || byte === 127) return false
  const text = fromUtf8(bytes.subarray(0, 4096)) ?? fromUtf8(bytes.subarray(0, 4093))
  return text !== undefined && readable(text)
}

function readable(text: string): boolean {
  let plain = 0
  let total = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    total++
    if (code === 9 || code === 10 || code === 13 || (code >= 32 && code < 127)) plain++
    else if (code < 32 || (code >= 127 && code < 160)) return false
  }
  // Random bytes are rarely valid UTF-8 and printable over eight characters; short ones must be plain ASCII.
  return total >= 12 ? plain / total > 0.8 || /^[\p{L}\p{N}\p{P}\p{Zs}\s]+$/u.test(text) : plain === total
}

/** Everyday and command words, in lower case. */
export const everyday: readonly string[] =
  'the and you your this that with from file user ignore previous instruction instructions system prompt secret token password send read http https curl wget bash sh python node eval exec import require function return open write const print base64 post get not tell'.split(
    ' ',
  )

/** A pattern for any of some words, whole and of either case. */
export function wordList(words: readonly string[]): RegExp {
  return new RegExp(`\\b(?:${words.join('|')})\\b`, 'gi')
}

const words = wordList(everyday)

/** How many of a list's words a text has, up to 16. */
export function countWords(text: string, list: RegExp): number {
  let count = 0
  list.lastIndex = 0
  while (count < 16 && list.test(text)) count++
  return count
}

/** How many everyday and command words a line has, up to 16. */
export function tellingWords(line: string): number {
  return countWords(line, words)
}
