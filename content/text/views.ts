import { fromUtf8, latin1, utf8 } from './codecs/bytes.js'
import {
  decodeEntities,
  decodeEscapes,
  decodePercent,
  reversedBytes,
  rotatedBytes,
} from './codecs/escapes.js'
import type { Inflate } from './decode.js'

/** Another way to read the same bytes: `chain` names the steps that lead there, outermost first. */
export interface View {
  readonly chain: readonly string[]
  readonly bytes: Uint8Array
  /** The bytes as they came, or unpacked; the other views say the same once more, and get less time. */
  readonly first: boolean
}

/** Compressions on top of each other that are undone. */
const nested = 3
/** Bytes of a first view that are also read backwards, rotated and with escapes undone. */
const window = 64 * 1024

/** All ways to read some bytes as a whole: as they are, unpacked, unescaped, backwards and rotated. */
export function* viewsOf(bytes: Uint8Array, inflate: Inflate | undefined): Generator<View> {
  for (const { chain, bytes: plain } of unpacked(bytes, inflate)) {
    yield { chain, bytes: plain, first: true }
    const text = startOfText(plain)
    if (text === undefined) continue
    for (const [name, turn] of turns) {
      const other = turn(text)
      if (other !== undefined) yield { chain: [...chain, name], bytes: other, first: false }
    }
  }
}

function* unpacked(
  bytes: Uint8Array,
  inflate: Inflate | undefined,
  chain: readonly string[] = [],
): Generator<Pick<View, 'chain' | 'bytes'>> {
  yield { chain, bytes }
  if (inflate === undefined || chain.length >= nested) return
  const inner = [...packedParts(bytes)].map(inflate).filter((part) => part !== undefined)
  for (const part of inner) yield* unpacked(part, inflate, [...chain, 'compressed'])
}

/** Parts of a body that are looked at for a compressed stream beginning inside it. */
const parts = 8

/** The whole, and what begins with the magic bytes of gzip (RFC 1952) or zlib (RFC 1950) somewhere inside. */
function* packedParts(bytes: Uint8Array): Generator<Uint8Array> {
  yield bytes
  let left = parts
  for (let at = 1; at + 12 < bytes.length && left > 0; at++) {
    const [one, two, three] = [bytes[at], bytes[at + 1], bytes[at + 2]]
    const gzip = one === 0x1f && two === 0x8b && three === 8
    const zlib = one === 0x78 && (two === 0x9c || two === 0xda || two === 0x01 || two === 0x5e)
    if (!gzip && !zlib) continue
    left -= 1
    yield bytes.subarray(at)
  }
}

/** Each undoes one way to write the whole text; undefined when it changes nothing. */
const turns: readonly (readonly [string, (text: string) => Uint8Array | undefined])[] = [
  ['percent', (text) => (/%[0-9a-fA-F]{2}/.test(text) ? decodePercent(text) : undefined)],
  ['percent', (text) => (/\w\+\w/.test(text) ? decodePercent(text.replaceAll('+', ' ')) : undefined)],
  ['escape', (text) => (text.includes('\\') ? utf8(unescaped(unescaped(text))) : undefined)],
  ['entity', (text) => (/&#?\w+;/.test(text) ? utf8(decodeEntities(text)) : undefined)],
  ['quoted-printable', (text) => (/=(?:[0-9A-F]{2}|\r?\n)/.test(text) ? fromQuoted(text) : undefined)],
  ['reversed', reversedBytes],
  ['rot13', rotatedBytes],
]

/** One level of JSON and JavaScript string escapes (RFC 8259, 7). */
function unescaped(text: string): string {
  return decodeEscapes(text).replace(/\\(["'\\/]|[bfnrt])/g, (_, letter: string) =>
    /[bfnrt]/.test(letter) ? '\n' : letter,
  )
}

/** Quoted-printable (RFC 2045, 6.7): soft line ends go, `=41` becomes `A`. */
function fromQuoted(text: string): Uint8Array {
  return decodePercent(
    text
      .replaceAll(/=\r?\n/g, '')
      .replaceAll('%', '%25')
      .replaceAll(/=([0-9A-F]{2})/g, '%$1'),
  )
}

/** The start of a text; undefined when the bytes are none, for then there is nothing to turn around. */
function startOfText(bytes: Uint8Array): string | undefined {
  const start = bytes.subarray(0, window)
  for (let cut = 0; cut < 4 && cut < start.length; cut++) {
    const text = fromUtf8(start.subarray(0, start.length - cut))
    if (text !== undefined) return text
  }
  return undefined
}

/** Bytes as UTF-8 when they are, else one letter for each. */
export function asText(bytes: Uint8Array): string {
  return fromUtf8(bytes) ?? latin1(bytes)
}
