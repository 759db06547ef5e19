import type { Values } from './values.js'

/**
 * A key file of PKCS #1 (RFC 8017, A.1.2) as it lies beside newer keys, and an unbroken stretch of it that is secret. Its
 * numbers have the right sizes and no more: to find primes would cost every run more than all other values together.
 */
export function rsaKey(values: Values): { readonly file: string; readonly secret: string } {
  const whole = [256, 3, 256, 128, 128, 128, 128, 128].map((length, at) =>
    at === 1 ? Buffer.from([1, 0, 1]) : largeNumber(values.bytes(length)),
  )
  const body = Buffer.concat([integer(Buffer.from([0])), ...whole.map(integer)])
  const lines =
    lengthened(0x30, body)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return {
    file: `-----BEGIN RSA PRIVATE KEY-----\n${lines.join('\n')}\n-----END RSA PRIVATE KEY-----\n`,
    // A whole line of the private exponent, which lies in bytes 278 to 533.
    secret: lines[10] ?? '',
  }
}

/** Odd, and with its highest bit set. */
function largeNumber(bytes: Buffer): Buffer {
  const number = Buffer.from(bytes)
  number.writeUInt8(number.readUInt8(0) | 0x80, 0)
  number.writeUInt8(number.readUInt8(number.length - 1) | 1, number.length - 1)
  return number
}

/** DER: a leading zero keeps a number positive. */
function integer(bytes: Buffer): Buffer {
  return lengthened(0x02, (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.from([0]), bytes]))
}

function lengthened(tag: number, body: Buffer): Buffer {
  const size = body.length
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}
