import { createHash } from 'node:crypto'
import { canonicalJson } from '@clawback/model'

/** Namespace of observables (STIX 2.1, 2.9): equal observables have equal ids, whoever made them. */
const observables = '00abedb4-aa42-466c-9c01-fed23315a9b7'
/** Our own namespace, for everything else. Fixed for good: other ids would be other objects. */
const own = '3a7f9c52-64de-4d0b-9a1e-5b8c2d41f706'

export type StixId = `${string}--${string}`

/** Id of an observable from the properties that section 6 of STIX 2.1 says contribute to it. */
export function observableId(type: string, contributing: Readonly<Record<string, unknown>>): StixId {
  return `${type}--${uuidv5(observables, canonicalJson(contributing))}`
}

/** Id of one of our objects from what makes it the same object in every export. */
export function objectId(type: string, ...parts: readonly string[]): StixId {
  return `${type}--${uuidv5(own, canonicalJson([type, ...parts]))}`
}

/** A UUID version 5 (RFC 9562, 5.5): SHA-1 over a namespace and a name. */
export function uuidv5(namespace: string, name: string): string {
  const hash = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
  const bytes = hash.digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
