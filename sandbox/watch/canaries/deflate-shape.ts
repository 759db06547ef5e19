import { readBits } from './bits.js'
import type { Bits } from './bits.js'

/** Symbols looked at before a stream of fixed codes is left to the real decoder. */
const symbols = 32
const endOfBlock = 256

/**
 * Whether bytes can begin a raw deflate stream (RFC 1951). False only where the decoder is certain to fail: to ask it
 * costs some fifty times as much, and what is asked about is hardly ever one.
 */
export function mayBeDeflate(bytes: Uint8Array): boolean {
  const bits = readBits(bytes)
  bits.take(1)
  const type = bits.take(2)
  if (type === 0) return isStored(bits)
  if (type === 1) return isFixed(bits)
  return type === 2 && isDynamic(bits)
}

/** A length and its complement (3.2.4), and as many bytes. */
function isStored(bits: Bits): boolean {
  bits.align()
  const length = bits.take(16)
  return (length ^ bits.take(16)) === 0xffff && length <= bits.left()
}

/** The code of the code lengths (3.2.7) must be complete. */
function isDynamic(bits: Bits): boolean {
  if (bits.take(5) + 257 > 286 || bits.take(5) + 1 > 30) return false
  const count = bits.take(4) + 4
  let room = 128
  for (let i = 0; i < count; i++) {
    const length = bits.take(3)
    if (length > 0) room -= 128 >> length
  }
  return room === 0 && !bits.spent()
}

/** The first symbols of the fixed codes (3.2.6): none that is not in use, no look back past the start. */
function isFixed(bits: Bits): boolean {
  let written = 0
  for (let n = 0; n < symbols; n++) {
    const symbol = fixedSymbol(bits)
    if (bits.spent() || symbol > 285) return false
    if (symbol === endOfBlock) return true
    if (symbol < endOfBlock) {
      written += 1
      continue
    }
    const length = lengthOf(symbol, bits)
    const distance = distanceOf(reversed(bits, 5), bits)
    if (bits.spent() || distance === undefined || distance > written) return false
    written += length
  }
  return true
}

function fixedSymbol(bits: Bits): number {
  const seven = reversed(bits, 7)
  if (seven < 0b0011000) return 256 + seven
  const eight = (seven << 1) | bits.take(1)
  if (eight < 0b11000000) return eight - 0b00110000
  if (eight < 0b11001000) return 280 + eight - 0b11000000
  return 144 + ((eight << 1) | bits.take(1)) - 0b110010000
}

/** Length and distance codes (3.2.5): their extra bits double what they stand for every four and every two codes. */
function lengthOf(symbol: number, bits: Bits): number {
  const code = symbol - 257
  if (code < 8) return 3 + code
  if (code === 28) return 258
  const extra = (code >> 2) - 1
  return 3 + ((4 + (code & 3)) << extra) + bits.take(extra)
}

function distanceOf(code: number, bits: Bits): number | undefined {
  if (code > 29) return undefined
  if (code < 4) return 1 + code
  const extra = (code >> 1) - 1
  return 1 + ((2 + (code & 1)) << extra) + bits.take(extra)
}

/** Codes come with their most significant bit first. */
function reversed(bits: Bits, count: number): number {
  let value = 0
  for (let i = 0; i < count; i++) value = (value << 1) | bits.take(1)
  return value
}
