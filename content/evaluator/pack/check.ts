import { ClawbackError } from '@clawback/model'
import { packBounds } from './bounds.js'

export type Fields = Readonly<Record<string, unknown>>

export function invalid(where: string, detail: string, cause?: unknown): ClawbackError {
  return new ClawbackError('PACK_INVALID', { where, detail }, cause)
}

/** A JSON object, with no member besides `only` when that is given. Throws PACK_INVALID. */
export function object(where: string, value: unknown, only?: readonly string[]): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(where, 'it is not an object')
  const extra = only === undefined ? undefined : Object.keys(value).find((name) => !only.includes(name))
  if (extra !== undefined) throw invalid(where, `${extra.slice(0, 64)} does not belong there`)
  return value as Fields
}

/** A list of at most `most` entries. Throws PACK_INVALID. */
export function list(where: string, value: unknown, most = 10_000): readonly unknown[] {
  if (!Array.isArray(value)) throw invalid(where, 'it is not a list')
  if (value.length > most) throw invalid(where, `${value.length} entries, at most ${most}`)
  return value as readonly unknown[]
}

export function isText(value: unknown): value is string {
  return typeof value === 'string'
}

export function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText)
}

/** A non-empty text of at most `most` UTF-16 units. Throws PACK_INVALID. */
export function text(where: string, name: string, value: unknown, most = 4096): string {
  if (!isText(value) || value === '') throw invalid(where, `${name} is missing`)
  if (value.length > most) throw invalid(where, `${name} is longer than ${most}`)
  return value
}

export function number(where: string, name: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw invalid(where, `${name} is not a number`)
  return value
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** UTF-8 text. Throws PACK_INVALID. */
export function decodeText(where: string, bytes: Uint8Array): string {
  try {
    return strict.decode(bytes)
  } catch (error) {
    throw invalid(where, 'it is not UTF-8', error)
  }
}

/** JSON whose nesting was measured before it is parsed, now or (`pinned`) when the pack was built. Throws PACK_INVALID. */
export function parseBounded(
  where: string,
  bytes: Uint8Array,
  pinned = false,
): { readonly text: string; readonly value: unknown } {
  if (!pinned && nesting(bytes) > packBounds.depth)
    throw invalid(where, `it is nested deeper than ${packBounds.depth}`)
  const decoded = decodeText(where, bytes)
  try {
    return { text: decoded, value: JSON.parse(decoded) as unknown }
  } catch (error) {
    throw invalid(where, 'it is not JSON', error)
  }
}

function nesting(bytes: Uint8Array): number {
  let deep = 0
  let most = 0
  let quoted = false
  for (let i = 0; i < bytes.length && most <= packBounds.depth; i++) {
    const byte = bytes[i]
    if (quoted) {
      if (byte === 0x5c) i++
      else if (byte === 0x22) quoted = false
    } else if (byte === 0x22) quoted = true
    else if (byte === 0x7b || byte === 0x5b) most = Math.max(most, ++deep)
    else if (byte === 0x7d || byte === 0x5d) deep--
  }
  return most
}
