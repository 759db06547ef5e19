import { parseJson } from './json.js'
import type { Asked } from './shape.js'

/** Values of one request that are followed, and characters of one. */
const bounds = { values: 64, length: 4096, depth: 6 }

/**
 * The values of a request by name: query parameters, path segments, headers, form fields and JSON members. What is sent
 * in small pieces stands under the same name in one request after another, with other things around it.
 */
export function namedValues(asked: Asked): readonly (readonly [name: string, value: string])[] {
  const found: (readonly [string, string])[] = []
  const add = (name: string, value: string): void => {
    if (found.length < bounds.values && value !== '' && value.length <= bounds.length)
      found.push([name.slice(0, 128), value])
  }
  for (const [name, value] of asked.query) add(`query.${name}`, value)
  for (const [i, part] of asked.path.split('/').slice(0, 16).entries()) add(`path.${i}`, part)
  for (const [name, value] of fieldsOf(asked)) add(`form.${name}`, value)
  walk(parseJson(asked.body), 'json', add, 0)
  for (const [name, value] of asked.headers) add(`header.${name}`, value)
  return found
}

function fieldsOf({ headers, body }: Asked): Iterable<readonly [string, string]> {
  const type = headers.get('content-type') ?? ''
  return /^application\/x-www-form-urlencoded/i.test(type) && body.length <= 1 << 16
    ? new URLSearchParams(body.toString('utf8'))
    : []
}

function walk(value: unknown, name: string, add: (name: string, value: string) => void, depth: number): void {
  if (depth > bounds.depth) return
  if (typeof value === 'string') add(name, value)
  else if (Array.isArray(value))
    for (const [i, item] of value.slice(0, bounds.values).entries())
      walk(item, `${name}.${i}`, add, depth + 1)
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value).slice(0, bounds.values))
      walk(item, `${name}.${key}`, add, depth + 1)
}
