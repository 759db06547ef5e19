import { createHash } from 'node:crypto'
import { StorageType } from '@nats-io/jetstream'
import { Objm } from '@nats-io/obj'
import type { ObjectStore } from '@nats-io/obj'
import { nanos } from '@nats-io/transport-node'
import type { NatsConnection } from '@nats-io/transport-node'
import { ClawbackError } from '@clawback/model'
import { isGone } from './errors.js'
import { keptMs } from './place.js'
import { steadily } from './steady.js'

/** Names bytes by what they are. */
export interface Parcel {
  /** sha256, hex. */
  readonly digest: string
  /** Bytes. */
  readonly size: number
}

/** Bytes under their own digest, in an object store of the server. */
export interface Bucket {
  /** Puts bytes unless they are there. */
  put(bytes: Uint8Array): Promise<Parcel>
  /** Gets bytes and checks them. Throws INTAKE_FETCH when they are not there, or others than they should be. */
  get(parcel: Parcel): Promise<Uint8Array>
  drop(parcel: Parcel): Promise<void>
  /** Throws the whole bucket away. */
  destroy(): Promise<void>
}

/** Milliseconds for one fetch: of an object whose parts are gone the library would wait for ever. */
const fetchMs = 60_000
/** Milliseconds a server may be away during one fetch. */
const awayMs = 30_000

/** Makes a bucket, or opens it; only who is to make it may. */
export async function openBucket(nc: NatsConnection, name: string, make: boolean): Promise<Bucket> {
  const objects = new Objm(nc)
  const place = nc.getServer()
  const ttl = nanos(keptMs)
  const store = await steadily(place, () =>
    make ? objects.create(name, { storage: StorageType.File, ttl }) : objects.open(name, false),
  )
  const there = new Set<string>()
  return {
    async put(bytes) {
      const digest = sha256(bytes)
      if (!there.has(digest) && !(await steadily(place, () => holds(store, digest))))
        await steadily(place, () => store.putBlob({ name: digest }, bytes))
      there.add(digest)
      return { digest, size: bytes.length }
    },
    get: (parcel) => steadily(place, () => fetch(store, parcel), awayMs).catch(told(parcel)),
    async drop({ digest }) {
      there.delete(digest)
      await store.delete(digest)
    },
    async destroy() {
      await steadily(place, () => store.destroy()).catch((error: unknown) => {
        if (!isGone(error)) throw error
      })
    },
  }
}

async function holds(store: ObjectStore, digest: string): Promise<boolean> {
  const info = await store.info(digest)
  return info !== null && !info.deleted
}

async function fetch(store: ObjectStore, { digest, size }: Parcel): Promise<Uint8Array> {
  const found = await store.get(digest)
  if (found === null) throw new Lacking('it is not there')
  const reader = found.data.getReader()
  const late = setTimeout(() => void reader.cancel(), fetchMs)
  try {
    const parts: Uint8Array[] = []
    let length = 0
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      length += part.value.length
      // What comes is hostile: more than was announced is not even kept.
      if (length > size) throw new Lacking('it is larger than announced')
      parts.push(part.value)
    }
    const bytes = Buffer.concat(parts)
    if (length !== size || sha256(bytes) !== digest) throw new Lacking('it is not what was put')
    return bytes
  } finally {
    clearTimeout(late)
    found.error.catch(() => undefined)
    await reader.cancel().catch(() => undefined)
  }
}

/** A verdict on the bytes, which trying again does not change. */
class Lacking extends Error {
  override readonly name = 'Lacking'
}

function told({ digest }: Parcel): (error: unknown) => never {
  return (error) => {
    const cause = error instanceof Error && error.cause instanceof Lacking ? error.cause : error
    if (!(cause instanceof Lacking)) throw error
    throw new ClawbackError('INTAKE_FETCH', { locator: `the parcel ${digest}`, detail: cause.message }, cause)
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
