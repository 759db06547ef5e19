import type { Data } from './data.js'
import { blockDepth, bracketDepth, maxDepth } from './depth.js'
import { parseJson } from './json.js'
import { parseToml } from './toml.js'
import { parseYaml } from './yaml.js'

export type Format = 'json' | 'toml' | 'yaml'

/** What became of a manifest's text: its data, or why there is none. */
export type Parsed =
  | { readonly data: Data; readonly problem?: undefined }
  | { readonly data?: undefined; readonly problem: ParseProblem }

export interface ParseProblem {
  readonly reason: 'too-large' | 'too-deep' | 'malformed'
  readonly detail: string
}

/** UTF-8 bytes that are parsed; the slower a format, the fewer. */
export const maxBytes: Readonly<Record<Format, number>> = {
  json: 16 * 1024 * 1024,
  toml: 2 * 1024 * 1024,
  yaml: 1024 * 1024,
}

/**
 * Parses hostile text: bounded in size, depth and aliases. JSON may carry comments, trailing commas and the liberties
 * of JSON5; a byte order mark and UTF-16 are understood.
 */
export async function parseData(bytes: Uint8Array, format: Format): Promise<Parsed> {
  if (bytes.length > maxBytes[format])
    return { problem: { reason: 'too-large', detail: `${bytes.length} bytes of ${format}` } }
  const text = decodeText(bytes)
  const depth =
    format === 'yaml' ? Math.max(bracketDepth(text, false), blockDepth(text)) : bracketDepth(text, true)
  if (depth > maxDepth)
    return { problem: { reason: 'too-deep', detail: `more than ${maxDepth} values within each other` } }
  try {
    if (format === 'json') return { data: await parseJson(text) }
    return { data: format === 'toml' ? await parseToml(text) : await parseYaml(text) }
  } catch (error) {
    const detail = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error)
    return { problem: { reason: error instanceof RangeError ? 'too-deep' : 'malformed', detail } }
  }
}

/** Text of a file: UTF-8, or UTF-16 when its byte order mark says so; without the mark. */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  return new TextDecoder().decode(bytes)
}
