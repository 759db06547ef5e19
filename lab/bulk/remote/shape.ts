import type { Parcel } from '../../queue/nats/bucket.js'

/** Any object, its members still unknown. */
export type Members = Readonly<Record<string, unknown>>

/** Bytes a parcel may have: what intake takes packed. */
export const largestParcel: number = 256 * 1024 * 1024

export function membersOf(value: unknown): Members | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : undefined
}

/** Text of at most so many UTF-16 units. */
export function isText(value: unknown, longest = 4_096): value is string {
  return typeof value === 'string' && value.length <= longest
}

export function isCount(value: unknown, most: number = Number.MAX_SAFE_INTEGER): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most
}

export function isBytes(value: unknown, most: number): value is Uint8Array {
  return value instanceof Uint8Array && value.length <= most
}

/** A list of at most so many that are all so. */
export function isList<T>(
  value: unknown,
  most: number,
  holds: (one: unknown) => one is T,
): value is readonly T[] {
  return Array.isArray(value) && value.length <= most && value.every(holds)
}

export function isHex(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
}

export function isParcel(value: unknown): value is Parcel {
  const parcel = membersOf(value)
  return isHex(parcel?.['digest']) && isCount(parcel['size'], largestParcel)
}

export function isArtifactId(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('sha256:') && isHex(value.slice(7))
}
