import { createHash } from 'node:crypto'
import { ClawbackError } from '@clawback/model'
import type { Bucket, Parcel } from '../../queue/nats/bucket.js'
import { isBytes, isParcel, membersOf } from './shape.js'

/** A sample of an order: its name, and its bytes when they are few enough to travel with the order. */
export interface Enclosed extends Parcel {
  readonly bytes?: Uint8Array
}

/** Bytes that travel with an order; more lie in the object store. Two thousand orders may be out at a time. */
export const mostEnclosed: number = 256 * 1024
/** Bytes of a message that are not the sample: ids, digests, the subject, how servers are started. */
const overhead = 128 * 1024

/**
 * Encloses bytes, or puts them where whoever has the order finds them. `mostMessage`: bytes the server lets a message
 * have. (A parcel of the object store costs its reader a consumer of its own, many times the price of a message.)
 */
export async function enclose(bytes: Uint8Array, bucket: Bucket, mostMessage: number): Promise<Enclosed> {
  if (bytes.length > Math.min(mostEnclosed, mostMessage - overhead)) return await bucket.put(bytes)
  return { digest: sha256(bytes), size: bytes.length, bytes }
}

/** The bytes, checked. Throws INTAKE_FETCH when they are not there, or others than they should be. */
export async function bytesOf({ bytes, ...parcel }: Enclosed, bucket: Bucket): Promise<Uint8Array> {
  if (bytes === undefined) return await bucket.get(parcel)
  if (bytes.length === parcel.size && sha256(bytes) === parcel.digest) return bytes
  throw new ClawbackError('INTAKE_FETCH', {
    locator: `the parcel ${parcel.digest}`,
    detail: 'it is not what was enclosed',
  })
}

/** The name alone. */
export function nameOf({ digest, size }: Enclosed): Parcel {
  return { digest, size }
}

export function isEnclosed(value: unknown): value is Enclosed {
  const bytes = membersOf(value)?.['bytes']
  return isParcel(value) && (bytes === undefined || isBytes(bytes, mostEnclosed))
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
