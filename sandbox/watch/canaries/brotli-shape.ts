import { readBits } from './bits.js'
import type { Bits } from './bits.js'

/**
 * Whether bytes can begin a brotli stream (RFC 7932) that gives something. False only where the decoder is certain to
 * fail; looks as far as the first prefix code, which chance hardly ever gets right.
 */
export function mayBeBrotli(bytes: Uint8Array): boolean {
  const bits = readBits(bytes)
  if (!hasWindow(bits)) return false
  const last = bits.take(1) === 1
  if (last && bits.take(1) === 1) return false
  const nibbles = bits.take(2)
  // A block that is skipped: its reserved bit is 0.
  if (nibbles === 3) return bits.take(1) === 0 && !bits.spent()
  const length = lengthOf(bits, nibbles + 4)
  if (length === undefined) return false
  if (!last && bits.take(1) === 1) return bits.align() === 0 && length < bits.left()
  return hasCode(bits) && !bits.spent()
}

/** The size of the window (9.1); one of its codes is in nobody's use. */
function hasWindow(bits: Bits): boolean {
  return bits.take(1) === 0 || bits.take(3) !== 0 || bits.take(3) !== 1
}

/** Bytes that a block gives (9.2); undefined when it is written longer than it has to be. */
function lengthOf(bits: Bits, nibbles: number): number | undefined {
  let length = 0
  for (let i = 0; i < nibbles; i++) {
    const nibble = bits.take(4)
    if (nibble === 0 && i > 3 && i === nibbles - 1) return undefined
    length |= nibble << (4 * i)
  }
  return length + 1
}

/** What stands before the first prefix code, and that code. */
function hasCode(bits: Bits): boolean {
  let literals = 1
  for (let kind = 0; kind < 3; kind++) {
    const types = count(bits)
    if (types > 1) return isCode(bits, types + 2)
    if (kind === 0) literals = types
  }
  bits.take(6)
  for (let i = 0; i < literals; i++) bits.take(2)
  for (let map = 0; map < 2; map++) {
    const trees = count(bits)
    if (trees === 1) continue
    const runs = bits.take(1) === 1 ? bits.take(4) + 1 : 0
    return isCode(bits, trees + runs)
  }
  return isCode(bits, 256)
}

/** 1 to 256, in a variable number of bits. */
function count(bits: Bits): number {
  if (bits.take(1) === 0) return 1
  const extra = bits.take(3)
  return 1 + (1 << extra) + bits.take(extra)
}

/** The beginning of a prefix code (3.4, 3.5) over so many letters. */
function isCode(bits: Bits, letters: number): boolean {
  const skipped = bits.take(2)
  if (skipped !== 1) return isComplex(bits, skipped)
  const size = 32 - Math.clz32(letters - 1)
  const found = Array.from({ length: bits.take(2) + 1 }, () => bits.take(size))
  return found.every((letter) => letter < letters) && new Set(found).size === found.length
}

/** Code lengths of 18 letters: they fill the code, or are one. */
function isComplex(bits: Bits, skipped: number): boolean {
  let room = 32
  let codes = 0
  for (let i = skipped; i < 18 && room > 0; i++) {
    const length = codeLength(bits)
    if (length === 0) continue
    room -= 32 >> length
    codes += 1
  }
  return room === 0 || codes === 1
}

function codeLength(bits: Bits): number {
  const two = bits.take(2)
  if (two < 3) return [0, 4, 3][two] ?? 0
  if (bits.take(1) === 0) return 2
  return bits.take(1) === 0 ? 1 : 5
}
