const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** Longest text or value worked on: base58 is quadratic in its length. */
export const base58Limit = 1024

/** base58 (the Bitcoin alphabet). Undefined past {@link base58Limit} bytes. */
export function encodeBase58(bytes: Uint8Array): string | undefined {
  if (bytes.length > base58Limit) return undefined
  const zeros = leading(bytes)
  return '1'.repeat(zeros) + convert(bytes, byBytes, byLetters).map(letterOf).join('')
}

/** Reads base58. Undefined when anything else is in it or it is too long. */
export function decodeBase58(text: string): Uint8Array | undefined {
  if (text.length > base58Limit) return undefined
  const digits = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const digit = digitOf[text.charCodeAt(i)] ?? none
    if (digit === none) return undefined
    digits[i] = digit
  }
  return Uint8Array.from([...new Uint8Array(leading(digits)), ...convert(digits, byLetters, byBytes)])
}

const none = 255
const digitOf = new Uint8Array(128).fill(none)
for (let digit = 0; digit < alphabet.length; digit++) digitOf[alphabet.charCodeAt(digit)] = digit

function letterOf(digit: number): string {
  return alphabet.charAt(digit)
}

function leading(digits: Uint8Array): number {
  const at = digits.findIndex((digit) => digit !== 0)
  return at < 0 ? digits.length : at
}

/** A base and how many of its digits are worked on at once: limbs of 24 bits, whose products a number still holds. */
interface Limbs {
  readonly base: number
  readonly width: number
}
const byBytes: Limbs = { base: 256, width: 3 }
const byLetters: Limbs = { base: 58, width: 4 }

/** Digits of a number in another base, most significant first, without leading zeros. */
function convert(digits: Uint8Array, from: Limbs, to: Limbs): number[] {
  const whole = to.base ** to.width
  const limbs = new Float64Array(Math.ceil((digits.length * Math.log(from.base)) / Math.log(whole)) + 1)
  let used = 0
  // The first limb takes what is left over, so that all others are full.
  const first = digits.length % from.width || from.width
  for (let next = first; next <= digits.length; next += from.width) {
    const at = Math.max(0, next - from.width)
    let carry = 0
    for (let i = at; i < next; i++) carry = carry * from.base + (digits[i] as number)
    const factor = from.base ** (next - at)
    for (let i = 0; i < used; i++) {
      const sum = (limbs[i] as number) * factor + carry
      carry = Math.floor(sum / whole)
      limbs[i] = sum - carry * whole
    }
    for (; carry > 0; carry = Math.floor(carry / whole)) limbs[used++] = carry % whole
  }
  const out: number[] = []
  for (let i = 0; i < used; i++)
    for (let rest = limbs[i] as number, k = 0; k < to.width; k++, rest = Math.floor(rest / to.base))
      out.push(rest % to.base)
  while (out.at(-1) === 0) out.pop()
  return out.reverse()
}
