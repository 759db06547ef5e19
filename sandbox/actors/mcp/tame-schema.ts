import { isObject } from '@clawback/wire'

/** Bounds of a schema that values are made from. */
const bounds = {
  depth: 12,
  nodes: 1500,
  keys: 48,
  text: 512,
  length: 256,
  items: 3,
  pattern: 200,
  repeat: 64,
}

const numbers = new Set(['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'])
const nested = new Set(['items', 'contains', 'not', 'additionalProperties', 'if', 'then', 'else'])
const lists = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems'])
const named = new Set(['properties', '$defs', 'definitions'])

/**
 * A copy of a hostile schema that a generator can be given: bounded in depth, nodes, lengths and repetitions; only
 * keywords of JSON Schema that constrain a value; references only into the schema itself. Never throws.
 */
export function tameSchema(schema: unknown): Readonly<Record<string, unknown>> {
  let nodes = 0

  function node(value: unknown, depth: number): unknown {
    if (typeof value === 'boolean') return value
    if (!isObject(value) || depth > bounds.depth || ++nodes > bounds.nodes) return {}
    const out: Record<string, unknown> = {}
    for (const [name, item] of Object.entries(value).slice(0, bounds.keys)) {
      const tamed = keyword(name, item, depth)
      if (tamed !== undefined) out[name] = tamed
    }
    return out
  }

  function keyword(name: string, item: unknown, depth: number): unknown {
    if (name === 'type') return typeof item === 'string' || Array.isArray(item) ? item : undefined
    if (name === 'enum') return Array.isArray(item) ? item.slice(0, bounds.keys).map(plain) : undefined
    if (name === 'const') return plain(item)
    if (name === 'format') return typeof item === 'string' ? item.slice(0, 32) : undefined
    if (name === 'required')
      return Array.isArray(item)
        ? item.filter((one) => typeof one === 'string').slice(0, bounds.keys)
        : undefined
    if (name === 'pattern') return typeof item === 'string' && isTamePattern(item) ? item : undefined
    if (name === '$ref')
      return typeof item === 'string' && item.startsWith('#') ? item.slice(0, bounds.text) : undefined
    if (numbers.has(name)) return typeof item === 'number' && Number.isFinite(item) ? item : undefined
    if (/^(min|max)Length$/.test(name))
      return typeof item === 'number' ? clamp(item, bounds.length) : undefined
    if (/^(min|max)(Items|Properties|Contains)$/.test(name))
      return typeof item === 'number' ? clamp(item, bounds.items) : undefined
    if (nested.has(name)) return node(item, depth + 1)
    if (lists.has(name))
      return Array.isArray(item) ? item.slice(0, 8).map((one) => node(one, depth + 1)) : undefined
    if (named.has(name)) return members(item, depth)
    return undefined
  }

  function members(value: unknown, depth: number): unknown {
    if (!isObject(value)) return undefined
    const entries = Object.entries(value)
      .filter(([name]) => name !== '__proto__')
      .slice(0, bounds.keys)
    return Object.fromEntries(
      entries.map(([name, item]) => [name.slice(0, bounds.text), node(item, depth + 1)]),
    )
  }

  return node(schema, 0) as Readonly<Record<string, unknown>>
}

function clamp(value: number, most: number): number {
  return Number.isFinite(value) ? Math.max(0, Math.min(most, Math.floor(value))) : 0
}

/** Short, and without a repetition that would make a long string. */
function isTamePattern(pattern: string): boolean {
  if (pattern.length > bounds.pattern) return false
  const repeats = pattern.match(/\{(\d+)(?:,(\d*))?\}/g) ?? []
  if (!repeats.every((one) => (one.match(/\d+/g) ?? []).every((digits) => Number(digits) <= bounds.repeat)))
    return false
  try {
    return new RegExp(pattern, 'u').source !== ''
  } catch {
    return false
  }
}

/** A constant of the schema, cut to what an argument may hold. */
function plain(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.slice(0, bounds.text)
  if (typeof value !== 'object' || value === null) return value
  if (depth > 3) return null
  if (Array.isArray(value)) return value.slice(0, bounds.items).map((item) => plain(item, depth + 1))
  const entries = Object.entries(value).filter(([name]) => name !== '__proto__')
  return Object.fromEntries(
    entries.slice(0, bounds.keys).map(([name, item]) => [name, plain(item, depth + 1)]),
  )
}
