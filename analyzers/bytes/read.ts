import type { Fact } from '@clawback/model'
import { redact } from '@clawback/text'

import type { FactFields, ReadContext } from '../context.js'
import { probeFields } from '../probe-fields.js'
import { indexLines } from '../syntax/lines.js'
import { byteEntropy, isBinary, typeOf } from './type.js'
import type { YaraScanner } from './yara.js'

export interface BytesOptions {
  readonly context: ReadContext
  readonly yara: YaraScanner | undefined
}

const most = { secrets: 64, secretUnits: 1_000_000 }

/** What the bytes of one file say: type, entropy, YARA matches, and credentials (of text) by type and digest only. */
export function readBytes(
  path: string,
  bytes: Uint8Array,
  text: string | undefined,
  options: BytesOptions,
): Fact[] {
  const { context } = options
  const type = context.buildFact('bytes.type', {
    'file.path': path,
    'bytes.type': typeOf(bytes),
    'bytes.entropy': bytes.length === 0 ? 0 : byteEntropy(bytes),
    'bytes.length': bytes.length,
  })
  return [
    type,
    ...yaraFacts(path, bytes, text, options),
    ...(text === undefined ? [] : secretFacts(path, text, context)),
  ]
}

function yaraFacts(
  path: string,
  bytes: Uint8Array,
  text: string | undefined,
  { context, yara }: BytesOptions,
): Fact[] {
  const found = yara?.scan(bytes) ?? []
  if (found.length === 0 || yara === undefined) return []
  const speaker = context.as('yara-x', yara.version)
  return found.map(({ probe, rule, offset, length, pattern }) =>
    speaker.buildFact('bytes.match', {
      'file.path': path,
      'bytes.rule': rule,
      'bytes.offset': offset,
      'bytes.length': length,
      ...(text === undefined ? {} : lineOf(bytes, offset, length)),
      ...(pattern === '' || isBinary(bytes) ? {} : { 'text.content': excerpt(bytes, offset, length) }),
      ...probeFields(probe),
    }),
  )
}

function lineOf(bytes: Uint8Array, offset: number, length: number): FactFields {
  let line = 1
  for (let at = 0; at < offset && at < bytes.length; at++) if (bytes[at] === 10) line++
  let end = line
  for (let at = offset; at < offset + length && at < bytes.length; at++) if (bytes[at] === 10) end++
  return { 'code.line.number': line, 'code.line.end': end }
}

function excerpt(bytes: Uint8Array, offset: number, length: number): string {
  return Buffer.from(bytes.subarray(offset, offset + Math.min(length, 300))).toString('utf8')
}

function secretFacts(path: string, text: string, context: ReadContext): Fact[] {
  const { redactions } = redact(text.slice(0, most.secretUnits))
  if (redactions.length === 0) return []
  const lines = indexLines(text)
  return redactions.slice(0, most.secrets).map((one) =>
    context.buildFact('secret.found', {
      'file.path': path,
      'bytes.secret.type': one.type,
      'bytes.secret.digest': one.digest,
      'bytes.secret.placeholder': one.placeholder,
      'code.line.number': lines.at(one.start),
      'code.line.end': lines.at(Math.max(one.start, one.end - 1)),
    }),
  )
}
