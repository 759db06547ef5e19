import { bytesOf, textOf } from '@clawback/ledger'
import type { Row, SqlValue } from '@clawback/ledger'
import { packJson, unpackJson } from '../../store/pack-records.js'
import { kept, places } from './minhash.js'
import type { HashedSet } from './minhash.js'
import { sketchVersion } from './sketch.js'
import type { Sketch } from './sketch.js'

type Rest = Pick<Sketch, 'behaviour' | 'infrastructure' | 'payloads'>

/** A sketch as a row of its table: artifact, version, text, code, rest. */
export function sketchRow({ artifact, text, code, ...rest }: Sketch): readonly SqlValue[] {
  return [artifact, sketchVersion, packSet(text), packSet(code), packJson(rest satisfies Rest)]
}

export function sketchIn(row: Row): Sketch {
  return {
    artifact: textOf(row, 'artifact'),
    text: unpackSet(bytesOf(row, 'text')),
    code: unpackSet(bytesOf(row, 'code')),
    ...(unpackJson(bytesOf(row, 'rest')) as Rest),
  }
}

/** Size, signature, hashes: unsigned integers of 32 bits, little end first. Only the size when the set is empty. */
function packSet({ size, signature, hashes }: HashedSet): Uint8Array {
  const bytes = Buffer.alloc(4 * (1 + signature.length + hashes.length))
  for (const [at, value] of [size, ...signature, ...hashes].entries()) bytes.writeUInt32LE(value, 4 * at)
  return bytes
}

function unpackSet(bytes: Uint8Array): HashedSet {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const size = view.getUint32(0, true)
  const read = (from: number, length: number): Uint32Array => {
    const found = new Uint32Array(length)
    for (let at = 0; at < length; at++) found[at] = view.getUint32(4 * (from + at), true)
    return found
  }
  const signed = size === 0 ? 0 : places
  return { size, signature: read(1, signed), hashes: read(1 + signed, Math.min(size, kept)) }
}
