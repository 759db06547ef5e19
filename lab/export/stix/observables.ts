import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import type { ArtifactFile } from '@clawback/model'
import { safeDisplay } from '@clawback/text'
import { observableId } from './ids.js'
import type { StixObject } from './object.js'

/** A host as `ipv4-addr`, `ipv6-addr` or `domain-name` (STIX 2.1, 6.4, 6.8, 6.9); undefined for what is none of them. */
export function hostObject(host: string): (StixObject & { readonly value: string }) | undefined {
  const bare = host.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  const family = isIP(bare)
  const value = family === 0 ? domainToASCII(bare) : bare
  const type = family === 4 ? 'ipv4-addr' : family === 6 ? 'ipv6-addr' : 'domain-name'
  if (family === 0 && !isDomain(value)) return undefined
  return { type, spec_version: '2.1', id: observableId(type, { value }), value }
}

/** Two labels or more (RFC 1034, 3.5; underscores as DNS has them), the last one not a number. */
function isDomain(name: string): boolean {
  return (
    name.length <= 253 &&
    /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name)
  )
}

/** A file by digest, size and name (STIX 2.1, 6.7). */
export function fileObject({ path, sha256, size }: ArtifactFile): StixObject {
  const name = safeDisplay(path.slice(path.lastIndexOf('/') + 1)) || 'unnamed'
  const hashes = { 'SHA-256': sha256 }
  return { type: 'file', spec_version: '2.1', id: observableId('file', { hashes, name }), hashes, name, size }
}
