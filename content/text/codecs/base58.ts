const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** Longest text or value worked on: base58 is quadratic in its length. */
export const base58Limit = 1024

/** base58 (the Bitcoin alphabet). Undefined past {@link base58Limit} bytes. */
export function encodeBase58(bytes: Uint8Array): string | undefined {
  if (bytes.length > base58Limit) return undefined
  const zeros = bytes.findIndex((byte) => byte !== 0)
  const digits = convert([...bytes], 256, 58)
  const lead = zeros < 0 ? bytes.length : zeros
  return '1'.repeat(lead) + digits.map((digit) => alphabet.charAt(digit)).join('')
}

/** Reads base58. Undefined when anything else is in it or it is too long. */
export function decodeBase58(text: string): Uint8Array | undefined {
  if (text.length > base58Limit) return undefined
  const digits = Array.from(text).map((letter) => alphabet.indexOf(letter))
  if (digits.includes(-1)) return undefined
  const lead = digits.findIndex((digit) => digit !== 0)
  const zeros = lead < 0 ? digits.length : lead
  return Uint8Array.from([...new Array<number>(zeros).fill(0), ...convert(digits, 58, 256)])
}

/** Digits of a number in another base, most significant first, without leading zeros. */
function convert(digits: readonly number[], from: number, to: number): number[] {
  const out: number[] = []
  for (const digit of digits) {
    let carry = digit
    for (let i = 0; i < out.length; i++) {
      carry += (out[i] ?? 0) * from
      out[i] = carry % to
      carry = Math.floor(carry / to)
    }
    for (; carry > 0; carry = Math.floor(carry / to)) out.push(carry % to)
  }
  return out.reverse()
}
