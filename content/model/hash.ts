/**
 * SHA-256 (FIPS 180-4) over bytes or the UTF-8 of a string, as lower-case hex. Synchronous and without builtins, so
 * that ids are the same in Node, browsers and workers.
 */
export function sha256(input: Uint8Array | string): string {
  const message = typeof input === 'string' ? new TextEncoder().encode(input) : input
  const state = Uint32Array.from(initial)
  const blocks = padded(message)
  const schedule = new Uint32Array(64)
  for (let at = 0; at < blocks.byteLength; at += 64) compress(state, blocks, at, schedule)
  return [...state].map((word) => word.toString(16).padStart(8, '0')).join('')
}

function padded(message: Uint8Array): DataView {
  const length = (((message.length + 8) >>> 6) + 1) << 6
  const bytes = new Uint8Array(length)
  bytes.set(message)
  bytes[message.length] = 0x80
  const view = new DataView(bytes.buffer)
  view.setUint32(length - 8, Math.floor(message.length / 0x20000000))
  view.setUint32(length - 4, (message.length << 3) >>> 0)
  return view
}

function compress(state: Uint32Array, blocks: DataView, at: number, w: Uint32Array): void {
  for (let i = 0; i < 16; i++) w[i] = blocks.getUint32(at + i * 4)
  for (let i = 16; i < 64; i++) {
    const x = word(w, i - 15)
    const y = word(w, i - 2)
    const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3)
    const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10)
    w[i] = (word(w, i - 16) + s0 + word(w, i - 7) + s1) | 0
  }
  let a = word(state, 0)
  let b = word(state, 1)
  let c = word(state, 2)
  let d = word(state, 3)
  let e = word(state, 4)
  let f = word(state, 5)
  let g = word(state, 6)
  let h = word(state, 7)
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
  ;[a, b, c, d, e, f, g, h].forEach((value, i) => (state[i] = (word(state, i) + value) | 0))
}

function rotate(x: number, n: number): number {
  return (x >>> n) | (x << (32 - n))
}

function word(words: Uint32Array, i: number): number {
  return words[i] ?? 0
}

const primes = firstPrimes(64)
/** Fractional parts of the square and cube roots of the first primes (FIPS 180-4, 4.2.2 and 5.3.3). */
const initial = Uint32Array.from(primes.slice(0, 8), (p) => fraction(Math.sqrt(p)))
const constants = Uint32Array.from(primes, (p) => fraction(Math.cbrt(p)))

function fraction(x: number): number {
  return Math.floor((x - Math.floor(x)) * 0x100000000)
}

function firstPrimes(count: number): number[] {
  const found: number[] = []
  for (let n = 2; found.length < count; n++) if (found.every((p) => n % p !== 0)) found.push(n)
  return found
}
