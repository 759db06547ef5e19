import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Bytes of a manifest that intake itself looks into. */
const manifestBytes = 1024 * 1024

/** An object parsed from JSON: own members only are looked at. */
export type JsonObject = Readonly<Record<string, unknown>>

/** The JSON object in a file of a stored tree; undefined when it is too large, broken or none. */
export async function readJsonObject(root: string, path: string): Promise<JsonObject | undefined> {
  try {
    const file = join(root, path)
    if ((await stat(file)).size > manifestBytes) return undefined
    const text = await readFile(file, 'utf8')
    return objectOf(JSON.parse(text.replace(/^\uFEFF/, '')))
  } catch {
    return undefined
  }
}

/** The value as an object, if it is one. */
export function objectOf(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (Object.assign(Object.create(null), value) as JsonObject)
    : undefined
}

/** A text member, if it is one. */
export function textOf(object: JsonObject | undefined, name: string): string | undefined {
  const value = object?.[name]
  return typeof value === 'string' ? value : undefined
}

/** A list of texts; other items are left out. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
}

/** The members of an object whose values are texts. */
export function textMembers(value: unknown): [string, string][] {
  return Object.entries(objectOf(value) ?? {}).filter(
    (member): member is [string, string] => typeof member[1] === 'string',
  )
}
