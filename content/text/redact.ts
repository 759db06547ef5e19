import { sha256 } from '@clawback/model'
import { mayHold, placeholder } from './secrets.js'

/** One secret that was taken out. Offsets are UTF-16 units of the text given; the value itself is not kept. */
export interface Redaction {
  readonly type: string
  /** First 8 hex digits of a digest over key, type and value: equal secrets look equal, and cannot be read. */
  readonly digest: string
  readonly start: number
  readonly end: number
  /** The value is of the kind that documentation shows (`AKIA…EXAMPLE`). */
  readonly placeholder: boolean
}

export interface RedactOptions {
  /** Keys the digest, so that short secrets cannot be guessed from it. The default keeps ids reproducible. */
  readonly key?: string
  /** Values known to be secret here (planted canaries, our own keys); taken out wherever they stand. */
  readonly known?: readonly { readonly type: string; readonly value: string }[]
}

/**
 * Replaces every credential in a text by `«secret:type:hash8»`. Idempotent, and linear in the length of the text.
 * Text that is already such a marker is left alone.
 */
export function redact(
  text: string,
  options: RedactOptions = {},
): { readonly text: string; readonly redactions: readonly Redaction[] } {
  const redactions: Redaction[] = []
  let parts = split(text)
  // Taking one secret out may lay another one bare; each round leaves less text to look at.
  for (let round = 0; round < 8; round++) {
    const next = parts.flatMap((part) => (part.marker ? [part] : takeOut(part, options, redactions)))
    if (next.length === parts.length) break
    parts = next
  }
  return {
    text: parts.map((part) => part.text).join(''),
    redactions: redactions.sort((a, b) => a.start - b.start),
  }
}

/** A stretch of the text: `marker` stretches are final. `start` is its place in the text given. */
interface Part {
  readonly text: string
  readonly start: number
  readonly marker: boolean
}

interface Span {
  start: number
  end: number
  readonly type: string
}

function split(text: string): Part[] {
  if (!text.includes('«secret:')) return [{ text, start: 0, marker: false }]
  const parts: Part[] = []
  let at = 0
  for (const { 0: marker, index } of text.matchAll(/«secret:[a-z0-9-]{1,32}:[0-9a-f]{8}»/g)) {
    parts.push({ text: text.slice(at, index), start: at, marker: false })
    parts.push({ text: marker, start: index, marker: true })
    at = index + marker.length
  }
  parts.push({ text: text.slice(at), start: at, marker: false })
  return parts
}

function takeOut(part: Part, options: RedactOptions, redactions: Redaction[]): Part[] {
  const spans = merge(findSecrets(part.text, options))
  if (spans.length === 0) return [part]
  const parts: Part[] = []
  let at = 0
  for (const span of spans) {
    const value = part.text.slice(span.start, span.end)
    const digest = sha256(`${options.key ?? ''}|${span.type}|${value}`).slice(0, 8)
    const start = part.start + span.start
    redactions.push({
      type: span.type,
      digest,
      start,
      end: part.start + span.end,
      placeholder: placeholder(value),
    })
    parts.push({ text: part.text.slice(at, span.start), start: part.start + at, marker: false })
    parts.push({ text: `«secret:${span.type}:${digest}»`, start, marker: true })
    at = span.end
  }
  return [...parts, { text: part.text.slice(at), start: part.start + at, marker: false }]
}

function findSecrets(text: string, options: RedactOptions): Span[] {
  const spans: Span[] = [...findKnown(text, options)]
  if (text.includes('PRIVATE KEY')) spans.push(...findPrivateKeys(text))
  for (const shape of mayHold(text)) {
    for (const match of text.matchAll(shape.pattern)) {
      const value = match[shape.group ?? 0]
      if (value === undefined || value === '' || shape.accept?.(value, match[0]) === false) continue
      const start = shape.group === undefined ? match.index : match.index + match[0].lastIndexOf(value)
      spans.push({ type: shape.type, start, end: start + value.length })
    }
  }
  return spans
}

function* findKnown(text: string, options: RedactOptions): Generator<Span> {
  for (const { type, value } of options.known ?? []) {
    if (value.length < 6) continue
    for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length))
      yield { type, start: at, end: at + value.length }
  }
}

/** PEM blocks (RFC 7468): from the header to its footer, or as far as the base64 goes when the footer is missing. */
function* findPrivateKeys(text: string): Generator<Span> {
  for (const header of text.matchAll(/-----BEGIN [A-Z0-9 ]{0,32}PRIVATE KEY(?: BLOCK)?-----/g)) {
    const from = header.index + header[0].length
    const body = /^(?:[A-Za-z0-9+/=\s,:-]|\\[nr]){0,16384}/.exec(text.slice(from, from + 16_384))?.[0] ?? ''
    const footer = /-----END [A-Z0-9 ]{0,32}PRIVATE KEY(?: BLOCK)?-----/.exec(body)
    const length = footer === null ? body.length : footer.index + footer[0].length
    yield { type: 'private-key', start: header.index, end: from + length }
  }
}

/** Joins overlapping spans; the first listed names the type. */
function merge(spans: readonly Span[]): Span[] {
  const merged: Span[] = []
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1)
    if (last === undefined || span.start >= last.end) merged.push({ ...span })
    else last.end = Math.max(last.end, span.end)
  }
  return merged
}
