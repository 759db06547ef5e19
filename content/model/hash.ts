/**
 * SHA-256 (FIPS 180-4) over bytes or the UTF-8 of a string, as lower-case hex. Synchronous and without builtins, so
 * that ids are the same in Node, browsers and workers.
 */
export function sha256(input: Uint8Array | string): string {
  const message = typeof input === 'string' ? encode(input) : input
  state.set(initial)
  const whole = message.length - (message.length % 64)
  for (let at = 0; at < whole; at += 64) compress(message, at)
  finish(message, whole)
  let text = ''
  for (let i = 0; i < 8; i++) {
    const part = word(state, i)
    text += pair(part >>> 24) + pair((part >>> 16) & 255) + pair((part >>> 8) & 255) + pair(part & 255)
  }
  return text
}

/** UTF-8 of a text; a view of the scratch where it fits, since nothing keeps it. */
function encode(text: string): Uint8Array {
  if (text.length * 3 > scratch.length) return encoder.encode(text)
  return scratch.subarray(0, encoder.encodeInto(text, scratch).written)
}

function pair(byte: number): string {
  return pairs[byte] as string
}

/** The rest of the message, the bit 1, zeros and the length in bits, in one block or two (FIPS 180-4, 5.1.1). */
function finish(message: Uint8Array, from: number): void {
  const left = message.length - from
  tail.fill(0)
  for (let i = 0; i < left; i++) tail[i] = byte(message, from + i)
  tail[left] = 0x80
  const size = left < 56 ? 64 : 128
  const high = Math.floor(message.length / 0x20000000)
  const low = (message.length << 3) >>> 0
  for (let i = 0; i < 4; i++) {
    tail[size - 8 + i] = high >>> (24 - 8 * i)
    tail[size - 4 + i] = low >>> (24 - 8 * i)
  }
  for (let at = 0; at < size; at += 64) compress(tail, at)
}

function compress(bytes: Uint8Array, at: number): void {
  for (let i = 0; i < 16; i++) {
    const o = at + i * 4
    w[i] =
      (byte(bytes, o) << 24) | (byte(bytes, o + 1) << 16) | (byte(bytes, o + 2) << 8) | byte(bytes, o + 3)
  }
  for (let i = 16; i < 64; i++) {
    const x = word(w, i - 15)
    const y = word(w, i - 2)
    const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3)
    const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10)
    w[i] = (word(w, i - 16) + s0 + word(w, i - 7) + s1) | 0
  }
  let a = word(state, 0) | 0
  let b = word(state, 1) | 0
  let c = word(state, 2) | 0
  let d = word(state, 3) | 0
  let e = word(state, 4) | 0
  let f = word(state, 5) | 0
  let g = word(state, 6) | 0
  let h = word(state, 7) | 0
  for (let i = 0; i < 64; i++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + word(constants, i) + word(w, i)) | 0
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  state[0] = word(state, 0) + a
  state[1] = word(state, 1) + b
  state[2] = word(state, 2) + c
  state[3] = word(state, 3) + d
  state[4] = word(state, 4) + e
  state[5] = word(state, 5) + f
  state[6] = word(state, 6) + g
  state[7] = word(state, 7) + h
}

function rotate(x: number, n: number): number {
  return (x >>> n) | (x << (32 - n))
}

function word(words: Int32Array | Uint32Array, i: number): number {
  return words[i] as number
}

function byte(bytes: Uint8Array, i: number): number {
  return bytes[i] as number
}

/** Scratch of the one computation that can be under way: nothing in here yields. */
const encoder = new TextEncoder()
const scratch = new Uint8Array(24_576)
const pairs = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'))
const state = new Uint32Array(8)
const tail = new Uint8Array(128)
const w = new Int32Array(64)

const primes = firstPrimes(64)
/** Fractional parts of the square and cube roots of the first primes (FIPS 180-4, 4.2.2 and 5.3.3). */
const initial = Uint32Array.from(primes.slice(0, 8), (p) => fraction(Math.sqrt(p)))
const constants = Int32Array.from(primes, (p) => fraction(Math.cbrt(p)))

function fraction(x: number): number {
  return Math.floor((x - Math.floor(x)) * 0x100000000)
}

function firstPrimes(count: number): number[] {
  const found: number[] = []
  for (let n = 2; found.length < count; n++) if (found.every((p) => n % p !== 0)) found.push(n)
  return found
}
