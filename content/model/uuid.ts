/**
 * A UUID version 7 (RFC 9562, 5.7) from a time in milliseconds and 10 random bytes; sorts by time.
 */
export function uuidv7(now: number, random: Uint8Array = crypto.getRandomValues(new Uint8Array(10))): string {
  const time = Math.floor(now).toString(16).padStart(12, '0')
  const bytes = [...random.subarray(0, 10)]
  bytes[0] = ((bytes[0] ?? 0) & 0x0f) | 0x70
  bytes[2] = ((bytes[2] ?? 0) & 0x3f) | 0x80
  const tail = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${time.slice(0, 8)}-${time.slice(8)}-${tail.slice(0, 4)}-${tail.slice(4, 8)}-${tail.slice(8)}`
}
